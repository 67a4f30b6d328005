import type { DenseTensor, NamedTensors } from '../../shared/graph/denseTensor';
import type { OutputComparison } from '../../shared/report/comparison';
import { wilsonInterval } from '../statistics/wilsonInterval';

/** Adds up how far a variant's outputs are from the original's, one batch after the other. */
export class OutputDifference {
  private samples = 0;
  private maxAbs = 0;
  private signal = 0;
  private noise = 0;
  private product = 0;
  private other = 0;
  private agreeing = 0;
  private voted = 0;
  private isBroken = false;

  /** @param samples in this batch */
  add(reference: NamedTensors, candidate: NamedTensors, samples: number): void {
    this.samples += samples;
    for (const [name, expected] of reference) {
      const actual = candidate.get(name);
      if (actual === undefined || actual.data.length !== expected.data.length) this.isBroken = true;
      else this.addTensor(expected, actual);
    }
    this.vote(reference, candidate);
  }

  /** Share of samples whose largest output is the same, or 1 minus the relative error where no output looks like scores. */
  get agreement(): number {
    if (this.isBroken) return 0;
    return this.voted > 0 ? this.agreeing / this.voted : Math.max(0, 1 - Math.sqrt(this.noise / Math.max(this.signal, 1e-30)));
  }

  /** True when the variant gives NaN or infinity where the original does not, or outputs of another shape. */
  get broken(): boolean {
    return this.isBroken;
  }

  comparison(inputs: OutputComparison['inputs']): OutputComparison {
    const { samples, maxAbs, signal, noise } = this;
    const sqnrDb = noise === 0 ? Infinity : 10 * Math.log10(signal / noise);
    const cosine = noise === 0 ? 1 : this.product / Math.sqrt(signal * this.other);
    const top1 = this.voted === 0 ? {} : { top1Agreement: wilsonInterval(this.agreeing, this.voted) };
    return { samples, inputs, maxAbs, sqnrDb, cosine, ...top1 };
  }

  private addTensor(expected: DenseTensor, actual: DenseTensor): void {
    const { length } = expected.data;
    for (let index = 0; index < length; index++) {
      const a = Number(expected.data[index]);
      const b = Number(actual.data[index]);
      if (!Number.isFinite(a)) continue;
      if (!Number.isFinite(b)) {
        this.isBroken = true;
        continue;
      }
      this.maxAbs = Math.max(this.maxAbs, Math.abs(a - b));
      this.signal += a * a;
      this.noise += (a - b) * (a - b);
      this.product += a * b;
      this.other += b * b;
    }
  }

  /** Compares the largest score per row of the first output that looks like class scores: [N, classes], at least two of them. */
  private vote(reference: NamedTensors, candidate: NamedTensors): void {
    for (const [name, expected] of reference) {
      const actual = candidate.get(name);
      if (!looksLikeScores(expected) || actual?.data.length !== expected.data.length) continue;
      const expectedClasses = largestPerRow(expected);
      const actualClasses = largestPerRow(actual);
      this.voted += expectedClasses.length;
      this.agreeing += expectedClasses.filter((index, row) => index === actualClasses[row]).length;
      return;
    }
  }
}

/** True for float32 scores [N, classes] with at least two classes. */
export function looksLikeScores({ data, dims }: DenseTensor): boolean {
  return data instanceof Float32Array && dims.length === 2 && (dims[1] ?? 0) >= 2;
}

/** Position of the largest value in each row of [N, classes]. */
export function largestPerRow({ data, dims }: DenseTensor): readonly number[] {
  const [rows = 0, classes = 0] = dims;
  return Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let index = 1; index < classes; index++)
      if (Number(data[row * classes + index]) > Number(data[row * classes + best])) best = index;
    return best;
  });
}
