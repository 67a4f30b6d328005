import type { Dtype } from './dtype';

/**
 * A whole tensor in memory, row-major, as it is fed to and comes from a runtime. `float16` and `bfloat16` are raw bits in a `Uint16Array`, `bool` is 0 and 1
 * in a `Uint8Array`, types below 8 bits are packed in a `Uint8Array`.
 */
export interface DenseTensor {
  readonly dtype: Dtype;
  readonly dims: readonly number[];
  readonly data: DenseData;
}

export type DenseData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | readonly string[];

/** Tensors by the name of the input or output that they belong to. */
export type NamedTensors = ReadonlyMap<string, DenseTensor>;
