import type { Suggestion } from './suggestion';

/** All rules that a suggestion comes from. */
export function rulesOf({ rule, mergedRules = [] }: Pick<Suggestion, 'rule' | 'mergedRules'>): readonly string[] {
  return [rule, ...mergedRules];
}
