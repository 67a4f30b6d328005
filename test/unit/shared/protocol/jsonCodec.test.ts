import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOf, valueOfJson } from '../../../../src/shared/protocol/jsonCodec';

const roundTrip = (value: unknown) => valueOfJson(JSON.parse(jsonOf(value)));

describe('values as JSON', () => {
  it('keep what JSON loses', () => {
    const value = { job: undefined, sqnrDb: Infinity, low: -Infinity, mean: NaN, size: 2n ** 63n, list: [undefined, 1, null] };
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it('write typed arrays as numbers', () => {
    expect(jsonOf({ values: Float64Array.of(1, 0.5) })).toBe('{"values":[1,0.5]}');
  });

  it('take keys of a model literally', () => {
    const value = Object.fromEntries([
      ['__proto__', [1]],
      ['$layerwise', { $layerwise: 'undefined' }],
    ]);
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it('are the same after reading, whatever they are', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), value => {
        const expected = withoutNegativeZero(value);
        expect(roundTrip(expected)).toEqual(expected);
      }),
    );
  });
});

/** JSON has no −0, and nothing shown depends on it. */
function withoutNegativeZero(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, withoutNegativeZero(item)]));
}
