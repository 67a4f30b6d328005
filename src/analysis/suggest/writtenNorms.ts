import { countStart } from './countText';
import { expectedSaving, latencyGain, nodeGain, ratioSources } from './expectedGain';
import { MEASURED_AGAINST, MEASURED_RATIOS } from './measuredRatiosTable';
import type { ModelEvidence } from './modelEvidence';
import type { WrittenNorm } from './patterns/norms';
import { declined, proposed, type Finding } from './rule';

/** Whether norms that are written out cost time: the runtime merges those with a division, not those with a reciprocal. */
export function judgeWrittenNorms(evidence: ModelEvidence, norms: readonly WrittenNorm[], operator: string, since: number): Finding {
  const unmerged = norms.filter(({ isReciprocal }) => isReciprocal);
  if (unmerged.length === 0) {
    const merged = `the runtime merges them when it loads the file (as one operator: ${MEASURED_AGAINST.mergedAtLoad} the time)`;
    return declined(
      `Write ${operator} as one operator`,
      `${countStart(norms.length, 'norm')} ${norms.length === 1 ? 'is' : 'are'} written as several operators; ${merged}.`,
    );
  }
  const layers = unmerged.flatMap(({ nodes }) => nodes).sort((a, b) => a - b);
  const changes = [{ nodes: layers, ratio: MEASURED_RATIOS.mergedReciprocalNorm }];
  return proposed({
    title: `Write ${String(unmerged.length)} ${operator} as one operator each`,
    layers,
    promise: 'close',
    expectedSaving: evidence.times === undefined ? 0 : expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes) ?? nodeGain(evidence, layers.length - unmerged.length),
    why: `${countStart(unmerged.length, 'norm')} ${unmerged.length === 1 ? 'is' : 'are'} written with a reciprocal, a form that the runtime does not merge.`,
    details: `Export with opset ${String(since)} or newer, where ${operator} is one operator, or divide by the root. ${ratioSources(changes)}`,
  });
}
