import type { FittedData } from './optimizeResult';
import type { ValueDistribution } from './valueDistribution';

/** Some data as a model is fed them: resized, in its layout, scaled and normalised. */
export interface DataPreview extends FittedData {
  /** Whether the samples that budgets are judged on have a class each. */
  readonly hasLabels: boolean;
  /** Samples that were looked at, the first ones. */
  readonly looked: number;
  readonly inputs: readonly InputPreview[];
  /** What looks wrong about them, a sentence or two each, the worst first. */
  readonly warnings: readonly string[];
}

/** What one input is fed. */
export interface InputPreview {
  readonly name: string;
  readonly dtype: string;
  /** Of one read of one sample, or of one fixed batch. */
  readonly dims: readonly number[];
  /** Absent for text. */
  readonly values: InputValues | undefined;
  /** The first samples as pictures, where the input looks like one; else empty. */
  readonly pictures: readonly SamplePicture[];
  /** Evenly spread values of the first samples, in order; empty beside pictures. */
  readonly strips: readonly Float32Array[];
}

/** Over the samples that were looked at. */
export type InputValues = Pick<ValueDistribution, 'min' | 'max' | 'mean' | 'std' | 'histogram'>;

/** From black at the input's smallest value to white at its largest; the first of three channels is red. */
export interface SamplePicture {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly pixels: Uint8Array;
}
