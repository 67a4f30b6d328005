import { NONE, type NodeId } from '../shared/graph/graph';
import { mainGraph, producerOf, tensorByName } from '../shared/graph/traversal';
import type { AnalyzedModel } from './analyzeModel';
import { usageError } from './options';

/** The main-graph node of the layer that `--node` names: as tables print it, as the file calls the node or a tensor that it makes, or by its id. Throws `usage`. */
export function nodeOption(file: string, { model: { graph }, analysis }: AnalyzedModel, text: string | undefined): NodeId {
  if (text === undefined) throw usageError('layer needs --node NAME: the name or id of a layer, as “layerwise analyze” prints them');
  const { nodeCount } = mainGraph(graph);
  const named = [
    analysis.hierarchy.layerNames.indexOf(text),
    graph.nodes.names.indexOf(text),
    producerOf(graph, tensorByName(graph, text)),
  ];
  const candidates = [...named, /^\d+$/.test(text) ? Number(text) : NONE];
  const node = candidates.find(candidate => candidate !== NONE && candidate < nodeCount);
  if (node === undefined) throw usageError(`${file} has no layer “${text}”; “layerwise analyze” prints them`);
  return node;
}
