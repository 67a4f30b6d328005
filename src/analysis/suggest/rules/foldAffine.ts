import { formatDuration } from '../../../shared/base/formatNumber';
import type { NodeId } from '../../../shared/graph/graph';
import { nodeInput, producerOf } from '../../../shared/graph/traversal';
import { countText } from '../countText';
import { expectedSaving, latencyGain, nodeGain, ratioSources } from '../expectedGain';
import { MEASURED_RATIOS } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

/** Scales and shifts of channels that could be part of the layer before them. */
export const foldAffineRule: SuggestionRule = { id: 'fold-affine', check };

function check(evidence: ModelEvidence): Finding {
  const { affines } = evidence.cleanable;
  if (affines.length === 0) return ABSENT;
  // Of those that the runtime fused at load nothing is left to gain.
  const running = affines.filter(node => evidence.latencyMsOf([node]) > 0);
  const changes = [{ nodes: running, ratio: MEASURED_RATIOS.foldedAffine }];
  const takesTime = running.length > 0;
  return proposed({
    title: `Fold ${affines.length === 1 ? 'a scale or shift' : `${String(affines.length)} scales and shifts`} into the layers before`,
    layers: affines,
    pass: { id: 'clean', parameters: {} },
    promise: 'close',
    expectedSaving: takesTime ? expectedSaving(evidence, changes) : 0,
    gain: (takesTime ? latencyGain(evidence, changes) : undefined) ?? nodeGain(evidence, affines.length),
    why: `Scales and shifts by stored numbers directly follow ${countText(layersBefore(evidence, affines), 'layer')} and fit into their weights.${ranText(evidence, running)}`,
    details: takesTime
      ? ratioSources(changes)
      : 'Where the stored number has a shape that the runtime knows, it does the same at every load, and the latency stays.',
  });
}

/** Chains count once. */
function layersBefore({ graph }: ModelEvidence, affines: readonly NodeId[]): number {
  const known = new Set(affines);
  return affines.filter(node => ![0, 1].some(index => known.has(producerOf(graph, nodeInput(graph, node, index))))).length;
}

function ranText({ profile }: ModelEvidence, running: readonly NodeId[]): string {
  const known = new Set(running);
  const kernels = (profile?.kernels ?? []).filter(({ covers }) => covers.some(node => known.has(node)));
  if (kernels.length === 0) return '';
  const takesMs = kernels.reduce((sum, { medianMs }) => sum + medianMs, 0);
  return ` They ran as ${countText(kernels.length, 'kernel')} of their own, for ${formatDuration(takesMs)}.`;
}
