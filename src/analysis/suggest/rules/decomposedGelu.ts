import { expectedSaving, latencyGain, nodeGain, ratioSources } from '../expectedGain';
import { MEASURED_AGAINST, MEASURED_RATIOS } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { findErfGelus, findTanhGelus } from '../patterns/gelu';
import { ABSENT, declined, proposed, type Finding, type SuggestionRule } from '../rule';

/** Gelu written out. The runtime merges the form with Erf, not the one with Tanh. */
export const decomposedGeluRule: SuggestionRule = { id: 'decomposed-gelu', check };

function check(evidence: ModelEvidence): Finding {
  const byTanh = findTanhGelus(evidence.patterns);
  if (byTanh.length > 0) return propose(evidence, byTanh);
  const byErf = findErfGelus(evidence.patterns).length;
  if (byErf === 0) return ABSENT;
  const merged = `the runtime merges them when it loads the file (as one operator: ${MEASURED_AGAINST.mergedAtLoad} the time)`;
  return declined('Write Gelu as one operator', `${String(byErf)} Gelu are written as five operators each; ${merged}.`);
}

function propose(evidence: ModelEvidence, found: readonly (readonly number[])[]): Finding {
  const layers = found.flat().sort((a, b) => a - b);
  const changes = [{ nodes: layers, ratio: MEASURED_RATIOS.mergedTanhGelu }];
  return proposed({
    title: `Write ${String(found.length)} tanh Gelu as one operator each`,
    layers,
    promise: 'close',
    expectedSaving: evidence.times === undefined ? 0 : expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes) ?? nodeGain(evidence, layers.length - found.length),
    why: `${String(found.length)} Gelu with tanh are written as ${String(Math.round(layers.length / found.length))} operators each, which the runtime does not merge.`,
    details: `Export with opset 20 or newer, where Gelu is one operator (approximate = tanh). ${ratioSources(changes)}`,
  });
}
