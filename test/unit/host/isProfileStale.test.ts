import { describe, expect, it } from 'vitest';
import { isProfileStale } from '../../../src/host/documents/isProfileStale';
import { smallProfile, smallView } from './modelState';

function withBatch(value: number | undefined) {
  const view = smallView();
  return { ...view, analysis: { ...view.analysis, dims: [{ name: 'batch', value, suggested: 1 }] } };
}

describe('a profile', () => {
  it('is stale when it was taken with other sizes', () => {
    expect(isProfileStale(withBatch(1), smallProfile())).toBe(false);
    expect(isProfileStale(withBatch(8), smallProfile())).toBe(true);
  });

  it('is not stale for a dim that has no value, and never when there is none', () => {
    expect(isProfileStale(withBatch(undefined), smallProfile())).toBe(false);
    expect(isProfileStale(withBatch(8), undefined)).toBe(false);
  });
});
