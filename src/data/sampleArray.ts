import type { DenseData } from '../shared/graph/denseTensor';
import type { Dtype } from '../shared/graph/dtype';

/** An array whose axis 0 counts samples, read in ranges. */
export interface SampleArray {
  /** File or entry, for messages. */
  readonly source: string;
  readonly dtype: Dtype;
  readonly dims: readonly number[];
  /** Elements of samples `start … start + count − 1`, row-major. */
  read(start: number, count: number): Promise<DenseData>;
  close(): Promise<void>;
}

/** Elements of one sample. */
export function sampleSize(array: SampleArray): number {
  return array.dims.slice(1).reduce((product, size) => product * size, 1);
}

/** An array that is in memory as a whole. */
export function memoryArray(source: string, dtype: Dtype, dims: readonly number[], data: DenseData): SampleArray {
  const size = dims.slice(1).reduce((product, dim) => product * dim, 1);
  return {
    source,
    dtype,
    dims,
    read: (start, count) => Promise.resolve(data.slice(start * size, (start + count) * size)),
    close: () => Promise.resolve(),
  };
}
