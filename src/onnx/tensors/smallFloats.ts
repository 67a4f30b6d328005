/** Values of the float formats below 32 bits, by their bits; every one is exact as float32. */

interface Format {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  /** What the largest exponent means: infinities and NaN (IEEE), NaN only with all mantissa bits set (`fn`), or plain numbers with −0 as NaN (`fnuz`). */
  readonly special: 'ieee' | 'fn' | 'fnuz' | 'none';
}

/** IEEE 754 binary16; OCP 8-bit floating point (E4M3, E5M2); arXiv 2206.02915 (FNUZ); OCP microscaling (E2M1). Names as in onnx-ml.proto. */
const FORMATS = {
  float16: { exponentBits: 5, mantissaBits: 10, bias: 15, special: 'ieee' },
  float8e4m3fn: { exponentBits: 4, mantissaBits: 3, bias: 7, special: 'fn' },
  float8e4m3fnuz: { exponentBits: 4, mantissaBits: 3, bias: 8, special: 'fnuz' },
  float8e5m2: { exponentBits: 5, mantissaBits: 2, bias: 15, special: 'ieee' },
  float8e5m2fnuz: { exponentBits: 5, mantissaBits: 2, bias: 16, special: 'fnuz' },
  float4e2m1: { exponentBits: 2, mantissaBits: 1, bias: 1, special: 'none' },
} as const satisfies Readonly<Record<string, Format>>;

export type SmallFloat = keyof typeof FORMATS;

function specialValue(
  { exponentBits, mantissaBits, special }: Format,
  sign: number,
  exponent: number,
  mantissa: number,
): number | undefined {
  const isTop = exponent === (1 << exponentBits) - 1;
  if (special === 'ieee' && isTop) return mantissa === 0 ? sign * Infinity : NaN;
  if (special === 'fn' && isTop && mantissa === (1 << mantissaBits) - 1) return NaN;
  if (special === 'fnuz' && sign < 0 && exponent === 0 && mantissa === 0) return NaN;
  return undefined;
}

function decode(format: Format, bits: number): number {
  const { exponentBits, mantissaBits, bias } = format;
  const mantissa = bits & ((1 << mantissaBits) - 1);
  const exponent = (bits >> mantissaBits) & ((1 << exponentBits) - 1);
  const sign = (bits >> (mantissaBits + exponentBits)) & 1 ? -1 : 1;
  const special = specialValue(format, sign, exponent, mantissa);
  if (special !== undefined) return special;
  const fraction = mantissa / (1 << mantissaBits);
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias);
}

const tables = new Map<SmallFloat, Float32Array>();

/** All values of a format, indexed by bits. */
export function smallFloatTable(name: SmallFloat): Float32Array {
  let table = tables.get(name);
  if (table === undefined) {
    const format: Format = FORMATS[name];
    table = Float32Array.from({ length: 1 << (1 + format.exponentBits + format.mantissaBits) }, (_, bits) => decode(format, bits));
    tables.set(name, table);
  }
  return table;
}

/** OCP E8M0: a power of two without sign; 255 is NaN. */
export function decodeE8m0(bits: number): number {
  return bits === 0xff ? NaN : 2 ** (bits - 127);
}
