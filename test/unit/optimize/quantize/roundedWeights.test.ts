import { describe, expect, it } from 'vitest';
import { RoundedWeights, type LevelsKey } from '../../../../src/optimize/quantize/roundedWeights';
import { floats } from '../../../fixtures/sketchGraph';

const WEIGHT = floats([1, 2], [1, 2]);

function key(manner: string, scale = 1, gram?: Float64Array): LevelsKey {
  return { manner, scales: Float32Array.of(scale), gram };
}

describe('weights that were rounded before', () => {
  it('are taken over on the same grid, for the same data and in the same manner only', async () => {
    const rounded = new RoundedWeights();
    const gram = Float64Array.of(1);
    let computed = 0;
    const ask = (wanted: LevelsKey, weight = WEIGHT): Promise<Int8Array> =>
      rounded.levels(weight, wanted, () => Promise.resolve(Int8Array.of(++computed)));
    const first = await ask(key('nearest', 1, gram));
    expect(await ask(key('nearest', 1, gram))).toBe(first);
    for (const other of [key('nearest', 2, gram), key('nearest', 1, Float64Array.of(1)), key('together', 1, gram)])
      expect(await ask(other)).not.toBe(first);
    expect(await ask(key('nearest', 1, gram), floats([1, 2], [1, 2])), 'another weight').not.toBe(first);
    expect(computed).toBe(5);
  });

  it('are forgotten, the longest unused first', async () => {
    const rounded = new RoundedWeights();
    let computed = 0;
    const ask = (manner: string): Promise<Int8Array> =>
      rounded.levels(WEIGHT, key(manner), () => Promise.resolve(Int8Array.of(++computed)));
    for (const manner of ['a', 'b', 'c', 'a', 'd']) await ask(manner);
    expect(computed).toBe(4);
    await ask('a');
    expect(computed).toBe(4);
    await ask('b');
    expect(computed).toBe(5);
  });

  it('make room where neither this candidate nor the one before it used them', async () => {
    const rounded = new RoundedWeights(2);
    const weights = [1, 2, 3].map(value => floats([1], [value]));
    let computed = 0;
    const askFor = async (...indexes: readonly number[]): Promise<number> => {
      const before = computed;
      rounded.nextCandidate();
      for (const index of indexes)
        await rounded.levels(weights[index]!, key('nearest'), () => {
          computed++;
          return Promise.resolve(Int8Array.of(index));
        });
      return computed - before;
    };
    expect(await askFor(0, 1, 2), 'the third has no room').toBe(3);
    expect(await askFor(0, 1, 2), 'the first two are in use').toBe(1);
    expect(await askFor(2)).toBe(1);
    expect(await askFor(2), 'the first two were not used for two candidates').toBe(1);
    expect(await askFor(2)).toBe(0);
    expect(await askFor(0, 2), 'the second has gone, too').toBe(1);
    expect(await askFor(0, 2)).toBe(0);
  });

  it('keep their grids by manner', async () => {
    const rounded = new RoundedWeights();
    const grids = { scales: Float32Array.of(1), isEmpty: [false] };
    expect(await rounded.grids(WEIGHT, 'full', () => Promise.resolve(grids))).toBe(grids);
    expect(await rounded.grids(WEIGHT, 'full', () => Promise.reject(new Error('asked again')))).toBe(grids);
  });
});
