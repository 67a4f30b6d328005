import { MAIN_GRAPH, type Graph, type NodeId } from '../../shared/graph/graph';
import { isLinearOp } from '../../shared/graph/linearLayer';

/** Names of so many layers say enough. */
const MOST_NAMES = 3;

/** What to say of linear layers, or of other nodes that a pass is about, in bodies of If, Loop and Scan and in functions: they stay. Nothing where there are none. */
export function bodyNote(graph: Graph, isMeant: (graph: Graph, node: NodeId) => boolean = isLinearOp): readonly string[] {
  const { names, subgraphs } = graph.nodes;
  const layers = [...subgraphs.keys()].filter(node => subgraphs[node] !== MAIN_GRAPH && isMeant(graph, node));
  if (layers.length === 0) return [];
  const what = layers.length === 1 ? '1 layer stays as it is' : `${String(layers.length)} layers stay as they are`;
  const named = layers.flatMap(node => names[node] || []).slice(0, MOST_NAMES);
  const which = named.length === 0 ? '' : ` (${named.join(', ')}${layers.length > named.length ? ', …' : ''})`;
  return [`${what} in bodies of If, Loop or Scan, or in functions${which}: only the main graph is changed.`];
}
