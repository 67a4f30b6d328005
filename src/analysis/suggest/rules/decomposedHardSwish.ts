import { expectedSaving, latencyGain, nodeGain, ratioSources } from '../expectedGain';
import { MEASURED_RATIOS } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { findHardSwishes } from '../patterns/hardSwish';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

/** HardSwish as Add, Clip, Mul and Div: four passes over memory that the runtime does not merge. */
export const decomposedHardSwishRule: SuggestionRule = { id: 'decomposed-hard-swish', check };

function check(evidence: ModelEvidence): Finding {
  const found = findHardSwishes(evidence.patterns);
  if (found.length === 0) return ABSENT;
  const layers = found.flat().sort((a, b) => a - b);
  const changes = [{ nodes: layers, ratio: MEASURED_RATIOS.mergedHardSwish }];
  return proposed({
    title: `Write ${String(found.length)} HardSwish as one operator each`,
    layers,
    pass: { id: 'clean', parameters: {} },
    promise: 'close',
    expectedSaving: evidence.times === undefined ? 0 : expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes) ?? nodeGain(evidence, 3 * found.length),
    why: `${String(found.length)} HardSwish are written as Add, Clip, Mul and Div, which the runtime runs as four kernels each.`,
    details: `Clean Up writes HardSwish, or before opset 14 its gate and one product; these kernels took 0.2–0.4× the time then. ${ratioSources(changes)}`,
  });
}
