import type { DenseData } from '../../shared/graph/denseTensor';
import type { ValueDistance } from '../../shared/report/graphDifference';

/** Adds up how far values are from others, piece by piece. Pairs of which one is not finite count as infinitely far unless they are the same. */
export class DistanceSum {
  private maxAbs = 0;
  private signal = 0;
  private noise = 0;
  private product = 0;
  private other = 0;
  private nans = 0;
  private values = 0;

  /** Both of the same length and type, which for `float16` and the like are values, not bits. Texts are equal or infinitely far apart. */
  addData(expected: DenseData, actual: DenseData): void {
    if (isTexts(expected) || isTexts(actual)) {
      if (!isTexts(expected) || !isTexts(actual) || expected.some((text, index) => text !== actual[index])) this.noteUnequal();
    } else this.add(numbersOf(expected), numbersOf(actual));
  }

  /** Both of the same length. `onOther` is told of pairs that are not the same and of which one is not finite. */
  add(expected: ArrayLike<number>, actual: ArrayLike<number>, onOther?: (expected: number, actual: number) => void): void {
    this.values += expected.length;
    for (let index = 0; index < expected.length; index++) {
      const [a, b] = [expected[index]!, actual[index]!];
      if (!Number.isFinite(a) || !Number.isFinite(b)) {
        if (Number.isNaN(a)) this.nans++;
        if (Object.is(a, b)) continue;
        this.noteUnequal();
        onOther?.(a, b);
        continue;
      }
      this.maxAbs = Math.max(this.maxAbs, Math.abs(a - b));
      this.signal += a * a;
      this.noise += (a - b) * (a - b);
      this.product += a * b;
      this.other += b * b;
    }
  }

  /** SQNR is NaN, and cosine as well, where a value that is not finite stands for one that is. */
  get distance(): ValueDistance {
    const { maxAbs, signal, noise, cosine } = this.sums;
    if (maxAbs === 0) return { maxAbs, sqnrDb: Infinity, cosine: 1 };
    if (maxAbs === Infinity) return { maxAbs, sqnrDb: Number.NaN, cosine: Number.NaN };
    return { maxAbs, sqnrDb: 10 * Math.log10(signal / noise), cosine };
  }

  /** Σ a² and Σ (a − b)² of all finite pairs, and their cosine. */
  get sums(): { readonly maxAbs: number; readonly signal: number; readonly noise: number; readonly cosine: number } {
    const { maxAbs, signal, noise, product, other } = this;
    return { maxAbs, signal, noise, cosine: product / Math.sqrt(signal * other) };
  }

  /** Share of the expected values that are NaN, 0..1. */
  get nanShare(): number {
    return this.nans / Math.max(1, this.values);
  }

  /** Notes values that differ and of which there is no distance. */
  noteUnequal(): void {
    this.maxAbs = Infinity;
  }
}

type Numbers = Exclude<DenseData, readonly string[]>;

function isTexts(data: DenseData): data is readonly string[] {
  return Array.isArray(data);
}

function numbersOf(data: Numbers): ArrayLike<number> {
  return data instanceof BigInt64Array || data instanceof BigUint64Array ? Float64Array.from(data, Number) : data;
}
