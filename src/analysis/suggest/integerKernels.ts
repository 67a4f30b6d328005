import type { MeasuredRatio } from './measuredRatiosTable';

/** Instructions that multiply 8-bit integers and add them up at once; without them INT8 wins little or loses. */
const DOT_PRODUCT: ReadonlySet<string> = new Set(['avx512vnni', 'avxvnni', 'avxvnniint8', 'amxint8', 'dotprod', 'i8mm']);

/** The processor is known not to have them; nothing is said where nothing is known about it. */
export function lacksDotProduct(isa: readonly string[]): boolean {
  return isa.length > 0 && !isa.some(extension => DOT_PRODUCT.has(extension));
}

/**
 * What is left of a gain without dot products: AVX2 needs three instructions for 32 products where float32 needs four (vpmaddubsw, vpmaddwd, vpaddd
 * against vfmadd231ps), so three quarters of the time at best, and conversions come on top. Counted, not measured.
 */
export function ratioHere(ratio: MeasuredRatio, isa: readonly string[]): MeasuredRatio {
  if (!lacksDotProduct(isa)) return ratio;
  return {
    low: Math.max(ratio.low, 0.6),
    high: Math.max(ratio.high, 1.1),
    source: `${ratio.source}, widened for a CPU without 8-bit dot products`,
  };
}

/** A sentence for processors that are known to lack them; `undefined` elsewhere. */
export function integerWarning(isa: readonly string[]): string | undefined {
  return lacksDotProduct(isa) ? 'This CPU has no VNNI or dot-product instructions, so the gain can be small or none.' : undefined;
}
