import { toNumbers } from '../../data/convertElements';
import type { DenseTensor } from '../../shared/graph/denseTensor';

/** Adds up how far one tensor is from another. */
export class ErrorSums {
  private signal = 0;
  private noise = 0;
  private product = 0;
  private other = 0;
  private isBroken = false;
  private count = 0;
  maxAbs = 0;

  add(reference: DenseTensor | undefined, actual: DenseTensor | undefined): void {
    const a = reference && toNumbers(reference.dtype, reference.data);
    const b = actual && toNumbers(actual.dtype, actual.data);
    if (a === undefined || b === undefined || a.length !== b.length) {
      this.isBroken = true;
      return;
    }
    this.count += a.length;
    for (let index = 0; index < a.length; index++) {
      const [x, y] = [a[index]!, b[index]!];
      const error = x - y;
      // Infinity stays Infinity and NaN stays NaN in a float model too; there is no distance between them.
      if (Number.isNaN(error)) {
        this.isBroken ||= Number.isFinite(x);
        continue;
      }
      this.signal += x * x;
      this.noise += error * error;
      this.product += x * y;
      this.other += y * y;
      this.maxAbs = Math.max(this.maxAbs, Math.abs(error));
    }
  }

  /** Signal to noise, 10·log10(Σ ref² / Σ (ref − out)²), in dB; Infinity when equal, NaN where there is nothing to compare. */
  get sqnrDb(): number {
    if (this.isBroken || this.count === 0) return Number.NaN;
    if (this.noise === 0) return Infinity;
    return 10 * Math.log10(this.signal / this.noise);
  }

  /** Cosine of the angle between all values of both, Σ ref · out / √(Σ ref² · Σ out²); 1 when equal, NaN where there is nothing to compare or one is all zeros. */
  get cosine(): number {
    if (this.isBroken || this.count === 0) return Number.NaN;
    return this.noise === 0 ? 1 : this.product / Math.sqrt(this.signal * this.other);
  }
}
