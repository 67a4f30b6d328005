import { expect, test } from 'vitest';
import { sortOffers } from '../../../webview/views/sidePanel/sortOffers';
import { SUGGESTIONS } from '../fixtures/optimizeFixtures';

test('a card of several rules is hidden when all of them were dismissed', () => {
  const [first, ...others] = SUGGESTIONS.offered;
  if (first === undefined) throw new Error('Something is offered.');
  const merged = { ...first, mergedRules: ['other'] };
  const later = (rule: string) => ({ rule, reason: 'later' }) as const;
  expect(sortOffers([merged, ...others], [later(first.rule)])).toEqual({ shown: [merged, ...others], hidden: [] });
  const both = sortOffers([merged, ...others], [later('other'), later(first.rule)]);
  expect(both).toEqual({ shown: others, hidden: [{ suggestion: merged, reason: 'later' }] });
  expect(sortOffers([{ ...merged, rule: 'other', mergedRules: [] }], [later('other')]).shown, 'one of them, offered alone').toEqual([]);
});
