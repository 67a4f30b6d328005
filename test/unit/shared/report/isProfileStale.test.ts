import { describe, expect, it } from 'vitest';
import { isProfileStale } from '../../../../src/shared/report/isProfileStale';
import { smallProfile, smallView } from '../../host/modelState';

/** The profile was taken with x of [1, 4]. */
function withInput(shape: readonly (number | string | undefined)[] | undefined, name = 'x') {
  const view = smallView();
  return { ...view, analysis: { ...view.analysis, inputs: [{ name, dtype: 'float32' as const, shape }] } };
}

describe('a profile', () => {
  it('is stale when it was taken with other sizes', () => {
    expect(isProfileStale(withInput([1, 4]), smallProfile())).toBe(false);
    expect(isProfileStale(withInput([8, 4]), smallProfile())).toBe(true);
  });

  it('is not stale for a size that is not chosen, and never when there is none', () => {
    expect(isProfileStale(withInput(['batch', undefined]), smallProfile())).toBe(false);
    expect(isProfileStale(withInput(undefined), smallProfile())).toBe(false);
    expect(isProfileStale(withInput([8, 4], 'other'), smallProfile())).toBe(false);
    expect(isProfileStale(withInput([8, 4]), undefined)).toBe(false);
  });

  it('that is not there costs no look into the model', () => {
    const packed = {
      get analysis(): never {
        throw new Error('The model was unpacked.');
      },
    };
    expect(isProfileStale(packed, undefined)).toBe(false);
  });
});
