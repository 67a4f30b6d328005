import { mainGraph } from '../../../shared/graph/traversal';
import { findCleanableNodes, type CleanableNodes } from '../cleanableNodes';
import { countDecomposedActivations } from '../decomposedActivations';
import type { ModelEvidence } from '../modelEvidence';
import { declined, type Finding, type SuggestionRule } from '../rule';

const TITLE = 'Clean up the graph';

/** Nodes that compute nothing, or what the runtime would compute at every load. */
export const cleanRule: SuggestionRule = { id: 'clean', pass: 'clean', check };

function check({ graph, analysis }: ModelEvidence): Finding {
  const found = findCleanableNodes(graph, analysis);
  // Large results are kept as nodes, so the nodes computed from constants may stay.
  const nodes = Object.values<readonly number[]>({ ...found })
    .flat()
    .sort((a, b) => a - b);
  if (nodes.length === 0) return declined(TITLE, `Nothing to remove or to merge.${activationText(graph)}`);
  const before = mainGraph(graph).nodeCount;
  return {
    kind: 'offered',
    offer: {
      expectedSaving: 0,
      suggestion: {
        title: `Clean up ${nodes.length === 1 ? 'one node' : `${String(nodes.length)} nodes`}`,
        layers: nodes,
        pass: 'clean',
        parameters: {},
        promise: 'close',
        gain: {
          metric: 'nodes',
          before,
          low: before - nodes.length,
          high: before - nodes.length + found.computed.length,
          basis: 'estimated',
          from: 'from counting them',
        },
        why: `${countText(found)}. The runtime does the same at every load, so the file gets simpler and loads faster; the latency stays.${activationText(graph)}`,
      },
    },
  };
}

function countText({ noOps, stored, computed, batchNorms, dead }: CleanableNodes): string {
  const parts = [
    [noOps.length, 'that change nothing'],
    [batchNorms.length, 'BatchNormalization to merge'],
    [stored.length, 'that only hold a constant'],
    [computed.length, 'computed from constants'],
    [dead.length, 'that nobody reads'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, text]) => `${String(count)} ${text}`)
    .join(', ');
}

function activationText(graph: ModelEvidence['graph']): string {
  const { gelu, hardSwish } = countDecomposedActivations(graph);
  const parts = [...(gelu > 0 ? [`${String(gelu)} Gelu`] : []), ...(hardSwish > 0 ? [`${String(hardSwish)} HardSwish`] : [])];
  return parts.length === 0 ? '' : ` ${parts.join(' and ')} written as several operators stay as they are.`;
}
