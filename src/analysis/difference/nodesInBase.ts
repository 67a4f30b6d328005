import { NONE, type Graph } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { MatchedGraphs } from './matchGraphs';

/** Per main-graph node of the graph after the node before that its time is put on: the first that it stands for, `NONE` for what was added. */
export function nodesInBase(after: Graph, { groups }: MatchedGraphs): Int32Array {
  const nodes = new Int32Array(mainGraph(after).nodeCount).fill(NONE);
  for (const group of groups) {
    const [first = NONE] = group.before;
    for (const node of group.after) nodes[node] = first;
  }
  return nodes;
}
