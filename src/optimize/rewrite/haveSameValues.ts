import type { Graph, TensorId } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import type { TensorReader, TensorValues } from '../../shared/graph/tensorReader';

const CHUNK_ELEMENTS = 1 << 20;

/** Whether two weights of the same type and shape hold the same bits; read piece by piece. */
export async function haveSameValues(graph: Graph, reader: TensorReader, a: TensorId, b: TensorId): Promise<boolean> {
  const count = elementCount(graph.tensors.weights[a]?.dims) ?? 0;
  for (let start = 0; start < count; start += CHUNK_ELEMENTS) {
    const size = Math.min(CHUNK_ELEMENTS, count - start);
    if (!isSame(await reader.readRange(a, start, size), await reader.readRange(b, start, size))) return false;
  }
  return true;
}

function isSame({ data: a }: TensorValues, { data: b }: TensorValues): boolean {
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
  return a.length === b.length && Array.from<unknown>(a).every((text, index) => text === b[index]);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
