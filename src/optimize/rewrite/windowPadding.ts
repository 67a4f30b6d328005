import type { Graph, NodeId } from '../../shared/graph/graph';
import { intsAttribute, stringAttribute } from '../../shared/graph/nodeAttributes';

/** What a Conv or pool pads with by its own numbers: begin of each spatial axis, then end of each, empty for nowhere; `undefined` where sizes decide (`SAME_…`). */
export function windowPadding(graph: Graph, node: NodeId): readonly number[] | undefined {
  const mode = stringAttribute(graph, node, 'auto_pad', 'NOTSET');
  if (mode === 'VALID') return [];
  return mode === 'NOTSET' ? (intsAttribute(graph, node, 'pads') ?? []) : undefined;
}
