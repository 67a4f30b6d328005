import type { DenseTensor, NamedTensors } from '../../src/shared/graph/denseTensor';

/** How far two sets of outputs are apart. */
export interface OutputDistance {
  readonly isEqual: boolean;
  /** Largest distance in units in the last place of the larger value of a pair; infinite where types, shapes, integers or texts differ. */
  readonly ulp: number;
  /** Largest absolute difference over the largest magnitude of its tensor, in units of the type's precision: what is left of `ulp` where values cancel. */
  readonly scaledUlp: number;
}

const EQUAL: OutputDistance = { isEqual: true, ulp: 0, scaledUlp: 0 };
const APART: OutputDistance = { isEqual: false, ulp: Infinity, scaledUlp: Infinity };

/**
 * Distance of the outputs `b` from `a`. NaN is equal to NaN, 0 is not −0. `leastMagnitude`: what the largest value of a tensor counts for at least; 1 for networks,
 * whose errors are those of values around 1 inside, however small the probabilities are that they end in.
 */
export function outputDistance(a: NamedTensors, b: NamedTensors, leastMagnitude = 0): OutputDistance {
  const distances = [...a].map(([name, tensor]) => tensorDistance(tensor, b.get(name), leastMagnitude));
  return distances.reduce(worst, a.size === b.size ? EQUAL : APART);
}

export function worst(a: OutputDistance, b: OutputDistance): OutputDistance {
  return { isEqual: a.isEqual && b.isEqual, ulp: Math.max(a.ulp, b.ulp), scaledUlp: Math.max(a.scaledUlp, b.scaledUlp) };
}

function tensorDistance(a: DenseTensor, b: DenseTensor | undefined, leastMagnitude: number): OutputDistance {
  if (b?.dtype !== a.dtype || a.dims.join() !== b.dims.join()) return APART;
  const [left, right] = [floatsOf(a), floatsOf(b)];
  if (left !== undefined && right !== undefined) return floatDistance(left, right, leastMagnitude);
  const others = [...b.data];
  return [...a.data].every((value, index) => value === others[index]) ? EQUAL : APART;
}

interface Floats {
  readonly values: ArrayLike<number>;
  /** Distance of 1 and the next larger number. */
  readonly precision: number;
}

function floatsOf({ dtype, data }: DenseTensor): Floats | undefined {
  if (data instanceof Float32Array) return { values: data, precision: 2 ** -23 };
  if (data instanceof Float64Array) return { values: data, precision: 2 ** -52 };
  return dtype === 'float16' && data instanceof Uint16Array
    ? { values: Float32Array.from(data, halfValue), precision: 2 ** -10 }
    : undefined;
}

/** IEEE 754 binary16. */
function halfValue(bits: number): number {
  const [sign, exponent, mantissa] = [bits >> 15 === 0 ? 1 : -1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

function floatDistance({ values: a, precision }: Floats, { values: b }: Floats, leastMagnitude: number): OutputDistance {
  let [isEqual, ulp, difference, magnitude] = [true, 0, 0, leastMagnitude];
  for (let index = 0; index < a.length; index++) {
    const [x, y] = [a[index] ?? 0, b[index] ?? 0];
    if (Number.isFinite(x)) magnitude = Math.max(magnitude, Math.abs(x));
    if (Object.is(x, y)) continue;
    isEqual = false;
    if (x === y) continue;
    if (!Number.isFinite(x) || !Number.isFinite(y)) return APART;
    const larger = Math.max(Math.abs(x), Math.abs(y));
    ulp = Math.max(ulp, Math.abs(x - y) / (2 ** Math.floor(Math.log2(larger)) * precision));
    difference = Math.max(difference, Math.abs(x - y));
  }
  return { isEqual, ulp, scaledUlp: difference === 0 ? 0 : difference / (magnitude * precision) };
}
