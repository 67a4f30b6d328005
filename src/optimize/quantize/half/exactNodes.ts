import { appendTo } from '../../../shared/base/appendTo';
import { dtypeFromNumber } from '../../../shared/graph/dtype';
import { calledFunction, functionsOf } from '../../../shared/graph/functions';
import { MAIN_GRAPH, NONE, type Graph, type NodeId, type Subgraph, type TensorId } from '../../../shared/graph/graph';
import { intAttribute } from '../../../shared/graph/nodeAttributes';
import { nodeInput, nodeInputs, nodeOutputs, producerOf } from '../../../shared/graph/traversal';
import { EXACT_ARITHMETIC } from './halfOperators';

const known = new WeakMap<Graph, ReadonlySet<NodeId>>();

/**
 * Nodes from which whole numbers are computed by Cast, into and out of bodies and functions: positions and sizes above 2048 are not exact in float16. Kept with the
 * graph, since each of its scopes asks.
 */
export function exactNodes(graph: Graph): ReadonlySet<NodeId> {
  const exact = known.get(graph) ?? new ExactNodes(graph).find();
  known.set(graph, exact);
  return exact;
}

class ExactNodes {
  private readonly exact = new Set<NodeId>();
  private readonly seen = new Set<TensorId>();
  private readonly pending: TensorId[] = [];
  private readonly bodies = new Map<NodeId, Subgraph[]>();
  private readonly calls = new Map<Subgraph, NodeId[]>();

  constructor(private readonly graph: Graph) {
    for (const scope of graph.subgraphs) if (scope.kind === 'body') appendTo(this.bodies, scope.ownerNode, scope);
    const functions = functionsOf(graph);
    for (let node = 0; functions.size > 0 && node < graph.nodes.count; node++) {
      const called = calledFunction(graph, functions, node);
      if (called === undefined) continue;
      appendTo(this.bodies, node, called);
      appendTo(this.calls, called, node);
    }
  }

  find(): ReadonlySet<NodeId> {
    const { graph, exact, pending } = this;
    for (let node = 0; node < graph.nodes.count; node++) {
      if (!isCastToInteger(graph, node)) continue;
      exact.add(node);
      pending.push(...nodeInputs(graph, node));
    }
    for (let tensor = pending.pop(); tensor !== undefined; tensor = pending.pop()) {
      if (tensor === NONE || this.seen.has(tensor)) continue;
      this.seen.add(tensor);
      const producer = producerOf(graph, tensor);
      if (producer === NONE) this.addGiven(tensor);
      else if (this.bodies.has(producer)) this.addReturned(producer, nodeOutputs(graph, producer).indexOf(tensor));
      else if (EXACT_ARITHMETIC.has(graph.nodes.ops[producer] ?? '')) {
        exact.add(producer);
        pending.push(...nodeInputs(graph, producer));
      }
    }
    return exact;
  }

  /** What bodies of a node, or the function that it calls, give as its output. The first output of a Loop's body is its condition. */
  private addReturned(node: NodeId, position: number): void {
    for (const scope of this.bodies.get(node) ?? [])
      this.pending.push(scope.outputs[position + (isLoop(this.graph, scope) ? 1 : 0)] ?? NONE);
  }

  /** Where an input of a scope comes from: the node around it, and in a loop what the run before gave. */
  private addGiven(tensor: TensorId): void {
    const { graph } = this;
    const scope = graph.subgraphs[graph.tensors.subgraphs[tensor] ?? MAIN_GRAPH];
    const position = scope?.inputs.indexOf(tensor) ?? NONE;
    if (scope === undefined || position < 0) return;
    if (scope.kind === 'function') for (const call of this.calls.get(scope) ?? []) this.pending.push(nodeInput(graph, call, position));
    if (scope.kind !== 'body') return;
    this.pending.push(nodeInput(graph, scope.ownerNode, position), scope.outputs[position - (isLoop(graph, scope) ? 1 : 0)] ?? NONE);
  }
}

/** Its body is given the number of the run before the condition, and gives only this back. */
function isLoop(graph: Graph, { ownerNode }: Subgraph): boolean {
  return ownerNode !== NONE && graph.nodes.ops[ownerNode] === 'Loop';
}

function isCastToInteger(graph: Graph, node: NodeId): boolean {
  if (graph.nodes.ops[node] !== 'Cast' || graph.nodes.domains[node] !== '') return false;
  const to = dtypeFromNumber(intAttribute(graph, node, 'to', 0));
  return to !== undefined && /^u?int/.test(to);
}
