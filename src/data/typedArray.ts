import type { DenseData } from '../shared/graph/denseTensor';
import type { Dtype } from '../shared/graph/dtype';

export type NumericData = Exclude<DenseData, readonly string[]>;

interface TypedArrayConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): NumericData;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): NumericData;
}

/** Arrays of the element types that a runtime can be fed; `float16` as raw bits, `bool` as 0 and 1. */
const CONSTRUCTORS: ReadonlyMap<Dtype, TypedArrayConstructor> = new Map<Dtype, TypedArrayConstructor>([
  ['float32', Float32Array],
  ['float64', Float64Array],
  ['float16', Uint16Array],
  ['uint16', Uint16Array],
  ['int8', Int8Array],
  ['uint8', Uint8Array],
  ['bool', Uint8Array],
  ['int16', Int16Array],
  ['int32', Int32Array],
  ['uint32', Uint32Array],
  ['int64', BigInt64Array],
  ['uint64', BigUint64Array],
]);

/** An array of `count` zeros, `undefined` for a type that cannot be fed as numbers. */
export function zeros(dtype: Dtype, count: number): NumericData | undefined {
  const constructor = CONSTRUCTORS.get(dtype);
  return constructor === undefined ? undefined : new constructor(count);
}

/** Little-endian bytes as elements, copied so that they are aligned and nobody else's; `undefined` as above. */
export function elementsOfBytes(dtype: Dtype, bytes: Uint8Array): NumericData | undefined {
  const constructor = CONSTRUCTORS.get(dtype);
  if (constructor === undefined) return undefined;
  // `slice` of a Buffer is a window on the pool it came from, not a copy.
  return new constructor(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / constructor.BYTES_PER_ELEMENT));
}
