import type { DenseData } from '../shared/graph/denseTensor';
import type { Dtype } from '../shared/graph/dtype';
import { float16Bits, float16Value } from '../shared/base/float16';
import { zeros } from './typedArray';

/** Elements as numbers; 64-bit integers beyond 2^53 lose their last digits. `undefined` for strings. */
export function toNumbers(dtype: Dtype, data: DenseData): ArrayLike<number> | undefined {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  if (dtype === 'float16' && data instanceof Uint16Array) return Float32Array.from(data, float16Value);
  return isStrings(data) ? undefined : data;
}

/** Numbers as elements of a type; integers are rounded. `undefined` for a type that cannot be fed. */
export function fromNumbers(dtype: Dtype, values: ArrayLike<number>): DenseData | undefined {
  const data = zeros(dtype, values.length);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let index = 0; index < values.length; index++) data[index] = BigInt(Math.round(values[index]!));
  } else if (data !== undefined) {
    const convert = dtype === 'float16' ? float16Bits : dtype === 'float32' || dtype === 'float64' ? Number : Math.round;
    for (let index = 0; index < values.length; index++) data[index] = convert(values[index]!);
  }
  return data;
}

export function isStrings(data: DenseData): data is readonly string[] {
  return Array.isArray(data);
}
