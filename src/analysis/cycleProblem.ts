import { NONE, type Graph } from '../shared/graph/graph';
import { mainGraph, nodeInputs, nodePath, producerOf } from '../shared/graph/traversal';
import type { Problem } from '../shared/report/problem';
import { operatorAt } from './operatorAt';
import { topologicalOrder } from './shapes/topologicalOrder';

/** The first node that reads what is only made after it in any order; `undefined` where nodes can be put in order, as they must. */
export function cycleProblem(graph: Graph): (Problem & { readonly node: NonNullable<Problem['node']> }) | undefined {
  const main = mainGraph(graph);
  const done = new Uint8Array(main.nodeCount);
  for (const node of topologicalOrder(graph, main)) {
    const waits = nodeInputs(graph, node).some(tensor => {
      const maker = tensor === NONE ? NONE : producerOf(graph, tensor);
      return maker !== NONE && maker < main.nodeCount && done[maker] === 0;
    });
    if (waits) {
      const message = `${operatorAt(graph, node)} waits in a cycle of nodes for its own result. The runtime refuses to load this: remove the cycle.`;
      return { severity: 'error', reason: 'invalid-graph', message, node: nodePath(graph, node) };
    }
    done[node] = 1;
  }
  return undefined;
}
