import { describe, expect, it } from 'vitest';
import { fromNumbers } from '../../../../src/data/convertElements';
import type { DenseTensor } from '../../../../src/shared/graph/denseTensor';
import type { Dtype } from '../../../../src/shared/graph/dtype';
import { OutputDifference } from '../../../../src/worker/optimize/outputDifference';

function tensor(dtype: Dtype, dims: readonly number[], values: readonly number[]): DenseTensor {
  return { dtype, dims, data: fromNumbers(dtype, values) ?? [] };
}

function differenceIn(samples: number, expected: DenseTensor, actual: DenseTensor): OutputDifference {
  const difference = new OutputDifference();
  difference.add(new Map([['y', expected]]), new Map([['y', actual]]), samples);
  return difference;
}

function differenceOf(expected: DenseTensor, actual: DenseTensor): OutputDifference {
  return differenceIn(1, expected, actual);
}

describe('the difference of outputs', () => {
  it('is nothing for equal ones', () => {
    const same = tensor('float32', [1, 3], [1, -2, 3]);
    expect(differenceOf(same, same).comparison('data')).toMatchObject({ maxAbs: 0, sqnrDb: Infinity, cosine: 1 });
  });

  it.each(['float32', 'float16', 'int8', 'int64'] as const)('is taken of values, not of stored bits: %s', dtype => {
    const compared = differenceOf(tensor(dtype, [4], [1, -2, 3, 4]), tensor(dtype, [4], [1, -2, 3, 5])).comparison('data');
    expect(compared.maxAbs).toBe(1);
    expect(compared.sqnrDb).toBeCloseTo(10 * Math.log10(30 / 1), 6);
  });

  it('is not taken of outputs of other shapes, and they are not equal', () => {
    const other = differenceOf(tensor('float32', [1, 3], [1, 2, 3]), tensor('float32', [3], [1, 2, 3]));
    expect(other.broken).toBe(true);
    expect(other.comparison('data')).toMatchObject({ maxAbs: Infinity, sqnrDb: Number.NaN });
  });

  it('finds the largest score in float16 as well', () => {
    const compared = differenceOf(tensor('float16', [2, 3], [-1, 0.5, 0, 2, 1, 0]), tensor('float16', [2, 3], [-1, 0.4, 0.6, 2, 1, 0]));
    expect(compared.comparison('data').top1Agreement?.value).toBe(0.5);
  });

  it('counts samples with all outputs within 10 %, where nothing looks like class scores', () => {
    const map = (...values: readonly number[]): DenseTensor => tensor('float32', [3, 2, 1, 1], values);
    const compared = differenceIn(3, map(10, 10, 10, 10, 10, 10), map(10, 10, 10.5, 9.5, 12, 8)).comparison('data');
    expect(compared.top1Agreement).toBeUndefined();
    expect(compared.closeAgreement?.value).toBeCloseTo(2 / 3, 6);
    const whole = differenceIn(1, tensor('float32', [2, 2, 1], [1, 1, 1, 1]), tensor('float32', [2, 2, 1], [1, 1, 1, 1.05])).comparison(
      'data',
    );
    expect(whole.closeAgreement).toMatchObject({ value: 1, high: 1 });
    const scores = tensor('float32', [1, 2], [0, 1]);
    expect(differenceOf(scores, scores).comparison('data').closeAgreement).toBeUndefined();
    const broken = differenceOf(tensor('float32', [1, 1], [1]), tensor('float32', [1, 1], [Number.NaN]));
    expect(broken.comparison('data').closeAgreement?.value).toBe(0);
  });

  it('counts a batch of outputs that are not per sample once, however many samples are in it', () => {
    const difference = new OutputDifference();
    const values = tensor(
      'float32',
      [5, 2],
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(value => -value),
    ).data;
    const boxes: DenseTensor = { dtype: 'float32', dims: [5, 2, 1], data: values };
    for (let batch = 0; batch < 2; batch++) difference.add(new Map([['y', boxes]]), new Map([['y', boxes]]), 100);
    const { closeAgreement, samples } = difference.comparison('data');
    expect(samples).toBe(200);
    expect(closeAgreement?.value).toBe(1);
    // Wilson: two of two units; two hundred of them would reach above 98 %.
    expect(closeAgreement?.low).toBeCloseTo(2 / (2 + 1.96 ** 2), 3);
  });

  it('is close to outputs of nothing but 0 where only rounding is left, and leaves NaN of the original out', () => {
    const closeOf = (expected: readonly number[], actual: readonly number[]) =>
      differenceOf(tensor('float32', [1, 2, 1], expected), tensor('float32', [1, 2, 1], actual)).comparison('data').closeAgreement?.value;
    expect(closeOf([0, 0], [1e-8, 0])).toBe(1);
    expect(closeOf([0, -0], [-0, 0])).toBe(1);
    expect(closeOf([0, 0], [1e-3, 0])).toBe(0);
    expect(closeOf([Number.NaN, 1], [7, 1])).toBe(1);
    expect(closeOf([Number.NaN, 1], [7, 2])).toBe(0);
    expect(closeOf([Infinity, 1], [Infinity, 1])).toBe(1);
  });

  it('calls values that stop being finite broken, and is not equal where others begin to be', () => {
    expect(differenceOf(tensor('float32', [1], [1]), tensor('float32', [1], [Number.NaN])).broken).toBe(true);
    expect(differenceOf(tensor('float32', [1], [-Infinity]), tensor('float32', [1], [Number.NaN])).broken).toBe(true);
    const healed = differenceOf(tensor('float32', [2], [Number.NaN, 1]), tensor('float32', [2], [0, 1]));
    expect(healed.broken).toBe(false);
    expect(healed.comparison('data').maxAbs).toBe(Infinity);
    expect(healed.comparison('data').sqnrDb).toBeNaN();
    const masks = tensor('float32', [2], [-Infinity, Number.NaN]);
    expect(differenceOf(masks, masks).comparison('data').maxAbs).toBe(0);
  });

  it('calls another shape broken, also one with as many values', () => {
    expect(differenceOf(tensor('float32', [2, 3], [1, 2, 3, 4, 5, 6]), tensor('float32', [3, 2], [1, 2, 3, 4, 5, 6])).broken).toBe(true);
  });

  it('compares text', () => {
    const text = (word: string): DenseTensor => ({ dtype: 'string', dims: [1], data: [word] });
    expect(differenceOf(text('a'), text('a')).comparison('data').maxAbs).toBe(0);
    expect(differenceOf(text('a'), text('b')).comparison('data').maxAbs).toBe(Infinity);
  });
});
