import type { DenseData } from './denseTensor';
import type { TensorId } from './graph';
import type { Weight } from './weight';

/** Values of a tensor, decoded: integers of 64 bits as BigInt, everything else as numbers; bool as 0 and 1; complex numbers as pairs. */
export interface TensorValues {
  /** Row-major values. `float16`, `bfloat16`, `float8…`, `float4…` are widened to float32 exactly. */
  readonly data: DenseData;
}

/** The interface through which anyone sees weight values: on demand, ranged, never all at once. Implemented by `src/onnx`. */
export interface TensorReader {
  /** All values of the weight of `tensor`, row-major. Throws `LayerwiseError` when the tensor has no stored value or its bytes cannot be read. */
  read(tensor: TensorId): Promise<TensorValues>;
  /** `count` elements from element `start`. The same errors as `read`. */
  readRange(tensor: TensorId, start: number, count: number): Promise<TensorValues>;
  /** The whole weight at once and synchronously when it is small (≤ `maxBytes`, default 64 KiB) and can be read, else `undefined`: for shape arithmetic. */
  readSmall(tensor: TensorId, maxBytes?: number): TensorValues | undefined;
  /** The same for a weight that is no tensor of the graph: the tensor attribute of a node. */
  readSmallWeight(weight: Weight, maxBytes?: number): TensorValues | undefined;
}
