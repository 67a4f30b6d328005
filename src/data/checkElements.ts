import type { DenseData } from '../shared/graph/denseTensor';
import type { Dtype } from '../shared/graph/dtype';

/** Exponent bits of a binary16; all set for infinities and NaN. */
const HALF_EXPONENT = 0x7c00;

/** Position of the first element that is NaN or infinite, −1 when there is none: such a value spreads to every result, silently. */
export function findNotFinite(dtype: Dtype, data: DenseData): number {
  if (data instanceof Float32Array || data instanceof Float64Array) return data.findIndex(value => !Number.isFinite(value));
  if (dtype === 'float16' && data instanceof Uint16Array) return data.findIndex(bits => (bits & HALF_EXPONENT) === HALF_EXPONENT);
  return -1;
}

/** Position of the first number that an integer type cannot hold, −1 when all fit or the type is not an integer's. */
export function findOutOfRange(dtype: Dtype, values: ArrayLike<number>): number {
  const range = integerRange(dtype);
  if (range === undefined) return -1;
  const [low, high] = range;
  for (let index = 0; index < values.length; index++) {
    const value = Math.round(values[index]!);
    if (value < low || value > high) return index;
  }
  return -1;
}

function integerRange(dtype: Dtype): readonly [number, number] | undefined {
  if (dtype === 'bool') return [0, 1];
  const [, unsigned, width] = /^(u?)int(8|16|32|64)$/.exec(dtype) ?? [];
  if (width === undefined) return undefined;
  const bits = Number(width);
  return unsigned === 'u' ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}
