import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, declined, type Finding, type SuggestionRule } from '../rule';

const TITLE = 'Prune single weights';

/** Zeros spread over the weights: no kernel of the CPU runtime skips them. */
export const unstructuredPruningRule: SuggestionRule = { id: 'prune-weights', check };

function check({ weighted }: ModelEvidence): Finding {
  if (weighted.length === 0) return ABSENT;
  return declined(
    TITLE,
    'Zeros inside weights are multiplied like any other number: 90 % of them change neither time nor file size, and accuracy suffers.',
  );
}
