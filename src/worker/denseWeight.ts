import type { DenseTensor } from '../shared/graph/denseTensor';
import type { Weight } from '../shared/graph/weight';

/** A weight that holds a tensor's values; `undefined` for texts, which no weight holds. */
export function denseWeight({ dtype, dims, data }: DenseTensor): Weight | undefined {
  if (!ArrayBuffer.isView(data)) return undefined;
  return { dtype, dims, bytes: { kind: 'memory', bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) } };
}
