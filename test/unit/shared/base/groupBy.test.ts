import { expect, test } from 'vitest';
import { groupBy } from '../../../../src/shared/base/groupBy';

test('items stand by key in order of first appearance, those without a key are left out', () => {
  const groups = groupBy([5, 2, 9, 4, 0], value => (value === 9 ? undefined : value % 2 === 0));
  expect([...groups]).toEqual([
    [false, [5]],
    [true, [2, 4, 0]],
  ]);
});
