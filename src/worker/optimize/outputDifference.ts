import { formatShare } from '../../shared/base/formatNumber';
import { isStrings, toNumbers } from '../../data/convertElements';
import { DistanceSum } from '../../analysis/difference/distanceSum';
import type { DenseTensor, NamedTensors } from '../../shared/graph/denseTensor';
import { areClassScores } from '../../shared/report/areClassScores';
import type { OutputComparison } from '../../shared/report/comparison';
import { closeUnits } from './closeUnits';
import { wilsonInterval } from '../statistics/wilsonInterval';

/** Adds up how far a variant's outputs are from the original's, one batch after the other. */
export class OutputDifference {
  private samples = 0;
  private readonly sum = new DistanceSum();
  private agreeing = 0;
  private voted = 0;
  private close = 0;
  /** Samples, or whole batches where outputs are not per sample. */
  private units = 0;
  private isBroken = false;

  /** @param samples in this batch */
  add(reference: NamedTensors, candidate: NamedTensors, samples: number): void {
    this.samples += samples;
    for (const [name, expected] of reference) {
      const actual = candidate.get(name);
      if (actual?.dims.join() === expected.dims.join()) this.addTensor(expected, actual);
      else this.noteMissing();
    }
    this.vote(reference, candidate);
    if (this.voted > 0) return;
    const { close, units } = closeUnits(reference, candidate, samples);
    this.close += close;
    this.units += units;
  }

  /** Share of samples whose largest output is the same, or 1 minus the relative error where no output looks like scores. */
  get agreement(): number {
    if (this.isBroken) return 0;
    if (this.voted > 0) return this.agreeing / this.voted;
    const { signal, noise } = this.sum.sums;
    return Math.max(0, 1 - Math.sqrt(noise / Math.max(signal, 1e-30)));
  }

  /** True when the variant gives NaN or infinity where the original does not, or outputs of another shape. */
  get broken(): boolean {
    return this.isBroken;
  }

  /** What to say of an original that is no measure itself. */
  get notes(): readonly string[] {
    const { nanShare } = this.sum;
    if (nanShare === 0) return [];
    const share = nanShare === 1 ? 'nothing but NaN' : `NaN in ${formatShare(nanShare)} of its output values`;
    return [`With these data the original itself gives ${share}, which nothing is compared with. Check the data and the model.`];
  }

  comparison(inputs: OutputComparison['inputs']): OutputComparison {
    const { samples } = this;
    const { maxAbs, signal, noise, cosine: angle } = this.sum.sums;
    const equalDb = maxAbs === 0 ? Infinity : Number.NaN;
    const sqnrDb = noise === 0 ? equalDb : 10 * Math.log10(signal / noise);
    const cosine = noise === 0 ? 1 : angle;
    return { samples, inputs, maxAbs, sqnrDb, cosine, ...this.agreeingShare() };
  }

  /** By the largest score where there are scores, else by how close all outputs are; nothing without samples. */
  private agreeingShare(): Pick<OutputComparison, 'top1Agreement' | 'closeAgreement'> {
    if (this.voted > 0) return { top1Agreement: wilsonInterval(this.agreeing, this.voted) };
    if (this.units === 0) return {};
    return { closeAgreement: wilsonInterval(this.isBroken ? 0 : this.close, this.units) };
  }

  private addTensor(expected: DenseTensor, actual: DenseTensor): void {
    const [a, b] = [toNumbers(expected.dtype, expected.data), toNumbers(actual.dtype, actual.data)];
    if (a !== undefined && b !== undefined) this.sum.add(a, b, (x, y) => this.noteNotFinite(x, y));
    // Text is equal or not; there is no measure of how far apart it is.
    else if (!isStrings(expected.data) || expected.data.some((text, index) => text !== actual.data[index])) this.sum.noteUnequal();
  }

  /** An output of another shape has nothing to be compared with. */
  private noteMissing(): void {
    this.isBroken = true;
    this.sum.noteUnequal();
  }

  /** No difference can be taken of these, and outputs are broken where they were none before. */
  private noteNotFinite(expected: number, actual: number): void {
    this.isBroken ||= Number.isFinite(expected) || (Number.isNaN(actual) && !Number.isNaN(expected));
  }

  /** Compares the largest score per row of the first output that looks like class scores: [N, classes], at least two of them. */
  private vote(reference: NamedTensors, candidate: NamedTensors): void {
    for (const [name, expected] of reference) {
      const actual = candidate.get(name);
      if (!looksLikeScores(expected) || actual?.dims.join() !== expected.dims.join()) continue;
      const expectedClasses = largestPerRow(expected);
      const actualClasses = largestPerRow(actual);
      this.voted += expectedClasses.length;
      this.agreeing += expectedClasses.filter((index, row) => index === actualClasses[row]).length;
      return;
    }
  }
}

/** True for floating-point scores [N, classes] with at least two classes. */
export function looksLikeScores({ dtype, dims }: DenseTensor): boolean {
  return areClassScores(dtype, dims);
}

/** Position of the largest value in each row of [N, classes]; the first of equal ones. */
export function largestPerRow({ dtype, data, dims }: DenseTensor): readonly number[] {
  const [rows = 0, classes = 0] = dims;
  const values = toNumbers(dtype, data) ?? [];
  return Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let index = 1; index < classes; index++) if (values[row * classes + index]! > values[row * classes + best]!) best = index;
    return best;
  });
}
