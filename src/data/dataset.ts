import type { DenseTensor, NamedTensors } from '../shared/graph/denseTensor';
import type { Dtype } from '../shared/graph/dtype';
import type { Shape } from '../shared/graph/shape';

/** An input that a model must be fed, with what is known of its shape. */
export interface ModelInput {
  readonly name: string;
  readonly dtype: Dtype;
  /** `undefined` when the rank is not declared. */
  readonly shape: Shape | undefined;
}

/** Samples that fit a model's inputs, read as they are needed. */
export interface Dataset {
  /** The path, as it is shown. */
  readonly source: string;
  /** Samples. */
  readonly count: number;
  /** Shape of a read of one sample (or of one fixed batch), by input. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Samples that every read must have: a fixed leading dim, or 1 for inputs without a batch axis; `undefined` when any number will do. */
  readonly fixedBatch: number | undefined;
  /** Class ids `[count]`, multi-hot `[count, classes]`, or regression targets; axis 0 is samples. */
  readonly labels: DenseTensor | undefined;
  /** Name of the slice of each sample, when the data say so. */
  readonly slices: readonly string[] | undefined;
  /** Inputs for samples `start … start + count − 1`. Throws `data-invalid` for NaN, `io` when a file cannot be read. */
  read(start: number, count: number): Promise<NamedTensors>;
  close(): Promise<void>;
}

/** Ranges that cover the dataset in batches of `batch`, or of what the dataset insists on; `samples` limits how many are covered. */
export function batchRanges(
  dataset: Dataset,
  batch: number,
  samples = dataset.count,
): { readonly start: number; readonly count: number }[] {
  const size = dataset.fixedBatch ?? Math.max(1, batch);
  const end = Math.min(dataset.count, Math.max(samples, size));
  const ranges = [];
  for (let start = 0; start < end; start += size) {
    const count = Math.min(size, end - start);
    if (dataset.fixedBatch === undefined || count === size) ranges.push({ start, count });
  }
  return ranges;
}
