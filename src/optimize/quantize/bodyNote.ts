import { MAIN_GRAPH, type Graph, type NodeId } from '../../shared/graph/graph';
import { isLinearOp } from '../../shared/graph/linearLayer';
import { mainGraph, outermostScope } from '../../shared/graph/traversal';
import type { LayerPlan } from '../../shared/report/passDescription';
import { skippedLayer } from '../layerPlans';

/** Names of so many layers say enough. */
const MOST_NAMES = 3;

type IsMeant = (graph: Graph, node: NodeId) => boolean;

/** What to say of linear layers, or of other nodes that a pass is about, in bodies of If, Loop and Scan and in functions: they stay. Nothing where there are none. */
export function bodyNote(graph: Graph, isMeant: IsMeant = isLinearOp, why = 'only the main graph is changed'): readonly string[] {
  return note(graph, layersInside(graph, isMeant), 'in bodies of If, Loop or Scan, or in functions', why);
}

/** Linear layers in bodies and functions, each with the reason for which it stays. */
export function skippedInside(graph: Graph, why: string): readonly LayerPlan[] {
  return layersInside(graph, isLinearOp).map(node => skippedLayer(graph, node, why));
}

function layersInside(graph: Graph, isMeant: IsMeant): readonly NodeId[] {
  return layersWhere(graph, isMeant, scope => scope !== MAIN_GRAPH);
}

/** The same of layers in functions, for a pass that changes bodies as well. */
export function functionNote(graph: Graph, isMeant: IsMeant): readonly string[] {
  const layers = layersWhere(
    graph,
    isMeant,
    scope => outermostScope(graph, graph.subgraphs[scope] ?? mainGraph(graph)).kind === 'function',
  );
  return note(graph, layers, 'in functions', 'what calls them is to find the same operators');
}

function layersWhere(graph: Graph, isMeant: IsMeant, isThere: (scope: number) => boolean): readonly NodeId[] {
  const { subgraphs } = graph.nodes;
  return [...subgraphs.keys()].filter(node => isMeant(graph, node) && isThere(subgraphs[node] ?? MAIN_GRAPH));
}

function note(graph: Graph, layers: readonly NodeId[], where: string, why: string): readonly string[] {
  if (layers.length === 0) return [];
  const what = layers.length === 1 ? '1 layer stays as it is' : `${String(layers.length)} layers stay as they are`;
  const named = layers.flatMap(node => graph.nodes.names[node] || []).slice(0, MOST_NAMES);
  const which = named.length === 0 ? '' : ` (${named.join(', ')}${layers.length > named.length ? ', …' : ''})`;
  return [`${what} ${where}${which}: ${why}.`];
}
