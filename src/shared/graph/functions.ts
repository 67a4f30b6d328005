import type { Graph, NodeId, Subgraph } from './graph';

const known = new WeakMap<Graph, ReadonlyMap<string, Subgraph>>();

/** Model-local functions by what a call names: `functionKey`. Of a function that is defined twice the last counts. */
export function functionsOf(graph: Graph): ReadonlyMap<string, Subgraph> {
  const functions =
    known.get(graph) ?? new Map(graph.subgraphs.filter(({ kind }) => kind === 'function').map(fn => [keyOfFunction(fn), fn]));
  known.set(graph, functions);
  return functions;
}

export function keyOfFunction({ functionDomain = '', name, functionOverload = '' }: Subgraph): string {
  return functionKey(functionDomain, name, functionOverload);
}

/** The function of `functions` that a node calls, `undefined` for an operator. */
export function calledFunction({ nodes }: Graph, functions: ReadonlyMap<string, Subgraph>, node: NodeId): Subgraph | undefined {
  if (functions.size === 0) return undefined;
  return functions.get(functionKey(nodes.domains[node] ?? '', nodes.ops[node] ?? '', nodes.overloads.get(node) ?? ''));
}

/** Domain, name and overload identify a function (onnx-ml.proto, FunctionProto); `ai.onnx` is the standard domain. */
function functionKey(domain: string, name: string, overload: string): string {
  return `${domain === 'ai.onnx' ? '' : domain}\n${name}\n${overload}`;
}
