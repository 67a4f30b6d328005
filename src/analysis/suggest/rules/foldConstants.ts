import { countStart } from '../countText';
import { nodeGain } from '../expectedGain';
import { CLEANING_NOTE } from '../cleanableNodes';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

/** Nodes that compute the same in every run, and `Constant` nodes, which only hold a value. */
export const foldConstantsRule: SuggestionRule = { id: 'fold-constants', check };

function check(evidence: ModelEvidence): Finding {
  const { computed, stored } = evidence.cleanable;
  const layers = [...computed, ...stored].sort((a, b) => a - b);
  if (layers.length === 0) return ABSENT;
  const parts = [
    ...(computed.length > 0 ? [`${countStart(computed.length, 'node')} computed from constants alone`] : []),
    ...(stored.length > 0 ? [`${countStart(stored.length, 'node')} only holding a constant`] : []),
  ];
  return proposed({
    title: `Fold ${String(layers.length)} constant ${layers.length === 1 ? 'node' : 'nodes'}`,
    layers,
    pass: { id: 'clean', parameters: {} },
    promise: 'close',
    expectedSaving: 0,
    // Large results are kept as nodes, so the nodes computed from constants may stay.
    gain: nodeGain(evidence, layers.length, computed.length),
    why: `${parts.join(', ')}.`,
    details: CLEANING_NOTE,
  });
}
