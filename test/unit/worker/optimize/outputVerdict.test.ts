import { describe, expect, it } from 'vitest';
import { outputVerdict } from '../../../../src/worker/optimize/outputVerdict';

const COMPARED = { samples: 2, inputs: 'synthetic', maxAbs: 1e-7, cosine: 0.9 } as const;

describe('what a distance of outputs means', () => {
  it.each([
    [Infinity, 'close'],
    [40, 'close'],
    [20, 'differs'],
    [2, 'broken'],
    [-Infinity, 'broken'],
  ] as const)('%d dB is %s', (sqnrDb, verdict) => expect(outputVerdict({ ...COMPARED, sqnrDb }, false)).toBe(verdict));

  it.each([
    [20, 25, 'close'],
    [20, 27, 'differs'],
    [2, 1, 'differs'],
    [2, 4, 'close'],
    [2, 12, 'broken'],
    [Number.NaN, Number.NaN, 'differs'],
  ] as const)('%d dB, where rounding alone gives %d, is %s', (sqnrDb, roundingDb, verdict) =>
    expect(outputVerdict({ ...COMPARED, sqnrDb, roundingDb }, false)).toBe(verdict),
  );

  it('is broken where outputs have another shape, whatever rounding does', () =>
    expect(outputVerdict({ ...COMPARED, sqnrDb: 20, roundingDb: 20 }, true)).toBe('broken'));
});
