import { float16Bits } from '../../../shared/base/float16';

const LARGEST = 65504;
/** Smallest magnitude that is kept apart from zero: an epsilon that became zero would divide by it (onnxconverter-common, float16.py). */
const SMALLEST = 1e-7;

/** Bits in float16 of `values`, and how many of them lay outside of its range. Infinities and NaN stay what they are. */
export function halfWeight(values: Float32Array): { readonly bits: Uint16Array; readonly clamped: number } {
  const bits = new Uint16Array(values.length);
  let clamped = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    const within = withinRange(value);
    if (within !== value && Math.abs(value) > LARGEST) clamped++;
    bits[index] = float16Bits(within);
  }
  return { bits, clamped };
}

function withinRange(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value) || (size >= SMALLEST && size <= LARGEST)) return value;
  return Math.sign(value) * (size > LARGEST ? LARGEST : SMALLEST);
}
