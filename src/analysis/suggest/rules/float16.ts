import { MEASURED_AGAINST } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { declined, type Finding, type SuggestionRule } from '../rule';

const TITLE = 'Convert to FP16';

/** Half precision: on the CPU only a smaller file. */
export const float16Rule: SuggestionRule = { id: 'float16', pass: undefined, check };

function check({ linear }: ModelEvidence): Finding {
  if (linear.some(({ weight }) => weight?.dtype === 'float16')) return declined(TITLE, 'Its weights are in half precision already.');
  return declined(
    TITLE,
    `Half the file, no CPU gain: the runtime casts the weights back and computes in float32 (${MEASURED_AGAINST.float16} the time where it was measured).`,
  );
}
