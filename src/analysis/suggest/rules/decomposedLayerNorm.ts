import type { ModelEvidence } from '../modelEvidence';
import { findWrittenNorms } from '../patterns/norms';
import { judgeWrittenNorms } from '../writtenNorms';
import { ABSENT, type Finding, type SuggestionRule } from '../rule';

/** LayerNormalization written out, an operator since opset 17. */
export const decomposedLayerNormRule: SuggestionRule = { id: 'decomposed-layer-norm', check };

function check(evidence: ModelEvidence): Finding {
  const found = findWrittenNorms(evidence.patterns).filter(({ kind }) => kind === 'LayerNormalization');
  return found.length === 0 ? ABSENT : judgeWrittenNorms(evidence, found, 'LayerNormalization', 17);
}
