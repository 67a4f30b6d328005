import { MEASURED_AGAINST } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { findWrittenAttentions } from '../patterns/attention';
import { ABSENT, declined, type Finding, type SuggestionRule } from '../rule';

/** Scaled dot-product attention written out, an operator since opset 23 that was no faster on the CPU. */
export const decomposedAttentionRule: SuggestionRule = { id: 'decomposed-attention', check };

function check({ patterns }: ModelEvidence): Finding {
  const found = findWrittenAttentions(patterns);
  if (found.length === 0) return ABSENT;
  return declined(
    'Write attention as one operator',
    `${String(found.length)} ${found.length === 1 ? 'attention is' : 'attentions are'} written as MatMul, Softmax, MatMul; the Attention operator of opset 23 took ${MEASURED_AGAINST.attentionOperator} the time, within what other work on the machine makes.`,
  );
}
