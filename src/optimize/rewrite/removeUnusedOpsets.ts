import { applyEdits } from '../../shared/graph/applyEdits';
import type { Rule } from './rule';

/**
 * Takes out imports of operator sets of which no node of any graph or function is, and no function. That of the standard operators stays: runtimes ask for it. All
 * stay where there are graphs for training, which have operators of their own.
 */
export const removeUnusedOpsets: Rule = (_input, graph) => {
  if (graph.facts.hasTrainingGraphs === true) return { graph, changes: [] };
  const used = new Set(['', 'ai.onnx', ...graph.nodes.domains, ...graph.subgraphs.map(({ functionDomain = '' }) => functionDomain)]);
  const unused = [...graph.facts.opsets.keys()].filter(domain => !used.has(domain));
  return { graph: applyEdits(graph, { edits: unused.map(domain => ({ kind: 'removeOpset', domain })) }), changes: [] };
};
