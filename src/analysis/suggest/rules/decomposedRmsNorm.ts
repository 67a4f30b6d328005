import type { ModelEvidence } from '../modelEvidence';
import { findWrittenNorms } from '../patterns/norms';
import { judgeWrittenNorms } from '../writtenNorms';
import { ABSENT, type Finding, type SuggestionRule } from '../rule';

/** RMSNormalization written out, an operator since opset 23. */
export const decomposedRmsNormRule: SuggestionRule = { id: 'decomposed-rms-norm', check };

function check(evidence: ModelEvidence): Finding {
  const found = findWrittenNorms(evidence.patterns).filter(({ kind }) => kind === 'RMSNormalization');
  return found.length === 0 ? ABSENT : judgeWrittenNorms(evidence, found, 'RMSNormalization', 23);
}
