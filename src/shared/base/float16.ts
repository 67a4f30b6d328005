const scratch = new Float32Array(1);
const bits = new Uint32Array(scratch.buffer);

/** Bits of the nearest IEEE 754 binary16, ties to even. */
export function float16Bits(value: number): number {
  scratch[0] = value;
  const all = bits[0]!;
  const sign = (all >>> 16) & 0x8000;
  const magnitude = all & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  // Subnormal: in units of 2^-24, rounded to even by adding a number that pushes the rest out of the mantissa.
  scratch[0] = Math.abs(value) + 0.5;
  return sign | (bits[0]! - 0x3f000000);
}

export function float16Value(half: number): number {
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  const magnitude =
    exponent === 0
      ? mantissa * 2 ** -24
      : exponent === 31
        ? mantissa === 0
          ? Infinity
          : Number.NaN
        : (1 + mantissa / 1024) * 2 ** (exponent - 15);
  return half & 0x8000 ? -magnitude : magnitude;
}
