import { formatBytes } from '../../../shared/base/formatNumber';
import { denseBytes } from '../../../shared/graph/denseBytes';
import type { TensorId } from '../../../shared/graph/graph';
import { consumersOf, mainGraph } from '../../../shared/graph/traversal';
import { weightGain } from '../expectedGain';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

/** Less than this, and less than a hundredth of the weights, is not worth a change. */
const LEAST_BYTES = 2 ** 20;
const LEAST_SHARE = 0.01;

/** Weights stored more than once. */
export const shareWeightsRule: SuggestionRule = { id: 'share-weights', check };

function check(evidence: ModelEvidence): Finding {
  const { graph, weights, analysis } = evidence;
  const bytesOf = (tensor: TensorId | undefined): number => {
    const weight = graph.tensors.weights[tensor ?? -1];
    return weight === undefined ? 0 : denseBytes(weight.dtype, weight.dims);
  };
  const saved = weights.duplicates.reduce((sum, group) => sum + (group.length - 1) * bytesOf(group[0]), 0);
  if (saved === 0 || (saved < LEAST_BYTES && saved < LEAST_SHARE * analysis.totals.weightBytes)) return ABSENT;
  const copies = weights.duplicates.reduce((sum, group) => sum + group.length, 0);
  const isMain = (node: number): boolean => node < mainGraph(graph).nodeCount;
  const readers = new Set(weights.duplicates.flat().flatMap(tensor => [...consumersOf(graph, tensor)].filter(isMain)));
  return proposed({
    title: `Store equal weights once`,
    layers: [...readers].sort((a, b) => a - b),
    pass: { id: 'share-weights', parameters: {} },
    promise: 'exact',
    expectedSaving: 0,
    gain: weightGain(evidence, saved, 'from comparing their values'),
    why: `${String(copies)} weights hold only ${String(weights.duplicates.length)} different values: ${formatBytes(saved)} are stored again.`,
    details: 'Let all their readers name the same initializer. File and memory get smaller, the latency stays.',
  });
}
