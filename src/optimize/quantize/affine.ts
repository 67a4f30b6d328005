/** Affine quantization: real = scale · (quantized − zeroPoint) (ONNX QuantizeLinear). */
export interface Affine {
  readonly scale: number;
  readonly zeroPoint: number;
}

const UINT8_MAX = 255;
const INT8_MAX = 127;
/** Below this a range is that of a constant zero and any scale will do. */
const TINY = 1e-30;

/** Rounds to the nearest integer, halves to the even one, as QuantizeLinear does. */
export function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value - Math.trunc(value)) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** Asymmetric uint8 for values in `min … max`; the range is widened to hold zero, so that padding and Relu are exact. */
export function uint8Affine(min: number, max: number): Affine {
  const low = Math.min(min, 0);
  const high = Math.max(max, 0);
  const scale = Math.fround((high - low) / UINT8_MAX);
  if (!(scale > TINY)) return { scale: 1, zeroPoint: 0 };
  return { scale, zeroPoint: clampToUint8(roundHalfToEven(-low / scale)) };
}

/**
 * Like `uint8Affine`, for the output of a Clip (`limit`) that is to vanish into the quantization: no quantized value may lie outside of the limit,
 * else the runtime keeps the Clip and fuses nothing around it (onnxruntime ClipQuantFusion).
 */
export function uint8AffineWithin(min: number, max: number, limit: { readonly min: number; readonly max: number }): Affine {
  const { scale, zeroPoint } = uint8Affine(Math.max(min, limit.min), Math.min(max, limit.max));
  const below = zeroPoint > 0 ? -limit.min / zeroPoint : Infinity;
  const above = zeroPoint < UINT8_MAX ? limit.max / (UINT8_MAX - zeroPoint) : Infinity;
  let fitting = Math.fround(Math.min(scale, below, above));
  if (!(fitting > TINY)) return { scale: 1, zeroPoint: 0 };
  while (Math.fround(fitting * (UINT8_MAX - zeroPoint)) > limit.max || Math.fround(fitting * -zeroPoint) < limit.min) {
    fitting = Math.fround(fitting * (1 - 2 ** -23));
  }
  return { scale: fitting, zeroPoint };
}

/** Symmetric int8 for values up to ±`magnitude`, on −`largest` … `largest`; 1 for a magnitude of zero. */
export function symmetricScale(magnitude: number, largest: number = INT8_MAX): number {
  const scale = Math.fround(magnitude / largest);
  return scale > TINY ? scale : 1;
}

function clampToUint8(value: number): number {
  return Math.min(UINT8_MAX, Math.max(0, value));
}
