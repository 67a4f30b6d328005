import type { Graph, Subgraph } from '../../shared/graph/graph';
import type { ProblemList } from '../problemList';

/** Functions that are defined twice or end up calling themselves. */
export function checkFunctions(graph: Graph, overloads: ReadonlyMap<number, string>, problems: ProblemList): void {
  const functions = new Map<string, Subgraph>();
  for (const subgraph of graph.subgraphs) {
    if (subgraph.kind !== 'function') continue;
    const key = keyOf(subgraph.functionDomain ?? '', subgraph.name, subgraph.functionOverload ?? '');
    if (functions.has(key)) problems.addFor(subgraph.name, 'error', 'duplicate-name', 'A function is defined twice.');
    functions.set(key, subgraph);
  }
  const calls = callsOf(graph, functions, overloads);
  for (const name of recursive(calls))
    problems.addFor(functions.get(name)?.name ?? '', 'error', 'invalid-graph', 'A function calls itself, directly or through others.');
}

function keyOf(domain: string, name: string, overload: string): string {
  return JSON.stringify([domain === 'ai.onnx' ? '' : domain, name, overload]);
}

/** Functions that each function calls, bodies of control flow inside it included. */
function callsOf(
  { subgraphs, nodes }: Graph,
  functions: ReadonlyMap<string, Subgraph>,
  overloads: ReadonlyMap<number, string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const keys = new Map([...functions].map(([key, { id }]) => [id, key]));
  const calls = new Map<string, Set<string>>([...functions.keys()].map(key => [key, new Set()]));
  for (const { id, parent, firstNode, nodeCount } of subgraphs) {
    const owner = keys.get(id) ?? keys.get(rootOf(subgraphs, parent));
    if (owner === undefined) continue;
    for (let node = firstNode; node < firstNode + nodeCount; node++) {
      const called = keyOf(nodes.domains[node] ?? '', nodes.ops[node] ?? '', overloads.get(node) ?? '');
      if (functions.has(called)) calls.get(owner)?.add(called);
    }
  }
  return calls;
}

function rootOf(subgraphs: readonly Subgraph[], id: number): number {
  let root = id;
  for (let scope = subgraphs[id]; scope?.kind === 'body'; scope = subgraphs[scope.parent]) root = scope.parent;
  return root;
}

/** Takes away functions that call only harmless ones until none is left; the rest reach themselves or one that does. */
function recursive(calls: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const callers = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  for (const [caller, called] of calls) {
    waiting.set(caller, called.size);
    for (const name of called) callers.set(name, [...(callers.get(name) ?? []), caller]);
  }
  const ready = [...calls.keys()].filter(name => waiting.get(name) === 0);
  for (const name of ready) {
    for (const caller of callers.get(name) ?? []) {
      const left = (waiting.get(caller) ?? 0) - 1;
      waiting.set(caller, left);
      if (left === 0) ready.push(caller);
    }
  }
  return [...calls.keys()].filter(name => (waiting.get(name) ?? 0) > 0);
}
