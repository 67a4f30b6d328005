import { expect, it } from 'vitest';
import { mergeOffers } from '../../../../src/analysis/suggest/mergeOffers';
import { rulesOf } from '../../../../src/shared/report/rulesOf';
import type { Suggestion } from '../../../../src/shared/report/suggestion';

it('offers that became one know all their rules', () => {
  const parts = { pass: 'fuse', parameters: {}, layers: [], promise: 'close', gain: undefined, why: '', details: '' } as const;
  const offer = (rule: string): Suggestion => ({ ...parts, rule, title: rule });
  const merged = mergeOffers([offer('a'), offer('b'), { ...offer('c'), pass: 'clean' }]);
  expect(merged.map(rulesOf)).toEqual([['a', 'b'], ['c']]);
});
