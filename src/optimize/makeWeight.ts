import type { Dtype } from '../shared/graph/dtype';
import type { ConcreteShape } from '../shared/graph/shape';
import type { Weight } from '../shared/graph/weight';
import type { PassInput } from './pass';

type Values = Float32Array | Int8Array | Uint8Array | Uint16Array | Int32Array | BigInt64Array;

/** A weight made by a pass; in a dry run nothing is computed and the weight is described without bytes. */
export async function makeWeight(
  input: PassInput,
  dtype: Dtype,
  dims: ConcreteShape,
  compute: () => Values | Promise<Values>,
): Promise<Weight> {
  if (input.laboratory === undefined) return { dtype, dims, bytes: { kind: 'unavailable', reason: 'dry run' } };
  return storedWeight(dtype, dims, await compute());
}

/** A weight that holds `values`, which are stored as they lie in memory: ONNX and every machine that the runtime supports are little-endian. */
export function storedWeight(dtype: Dtype, dims: ConcreteShape, values: Values): Weight {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { dtype, dims, bytes: { kind: 'memory', bytes } };
}
