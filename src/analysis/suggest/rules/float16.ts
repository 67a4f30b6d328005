import { formatBytes } from '../../../shared/base/formatNumber';
import { MEASURED_AGAINST } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, declined, type Finding, type SuggestionRule } from '../rule';

const TITLE = 'Convert to FP16';

/** Half precision: on the CPU only a smaller file. */
export const float16Rule: SuggestionRule = { id: 'float16', check };

function check({ linear, analysis }: ModelEvidence): Finding {
  if (linear.some(({ weight }) => weight?.dtype === 'float16')) return declined(TITLE, 'Its weights are in half precision already.');
  const before = analysis.totals.weightBytes;
  if (before === 0) return ABSENT;
  const size = `${formatBytes(before)} → ${formatBytes(before / 2)}`;
  const ratio = MEASURED_AGAINST.float16;
  return declined(
    TITLE,
    `Half the file (${size}), no CPU gain: the runtime casts the weights back and computes in float32 (${ratio} the time where it was measured).`,
  );
}
