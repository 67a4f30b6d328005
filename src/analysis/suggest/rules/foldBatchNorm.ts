import { countText } from '../countText';
import { nodeGain } from '../expectedGain';
import { CLEANING_NOTE } from '../cleanableNodes';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

/** BatchNormalization that could be part of the layer before it. */
export const foldBatchNormRule: SuggestionRule = { id: 'fold-batch-norm', check };

function check(evidence: ModelEvidence): Finding {
  const { batchNorms } = evidence.cleanable;
  if (batchNorms.length === 0) return ABSENT;
  return proposed({
    title: `Merge ${String(batchNorms.length)} BatchNormalization`,
    layers: batchNorms,
    pass: { id: 'clean', parameters: {} },
    promise: 'close',
    expectedSaving: 0,
    gain: nodeGain(evidence, batchNorms.length),
    why: `BatchNormalization directly follows ${countText(batchNorms.length, 'layer')} and is the only reader: its scale and shift fit into their weights.`,
    details: CLEANING_NOTE,
  });
}
