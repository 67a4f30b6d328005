import { NO_EXTERNAL_DATA } from './externalData/externalStore';
import { MemorySource } from './memorySource';
import type { OnnxModel } from './openModel';
import { readModel } from './readModel';
import { skeletonHash } from './skeletonHash';

/** Opens a model whose bytes are in memory. It has no folder, so external data counts as missing. Throws as `openModel` does. */
export function openModelBytes(bytes: Uint8Array, name = 'model.onnx'): OnnxModel {
  const source = new MemorySource(bytes, name);
  return readModel(source, NO_EXTERNAL_DATA, (graph, dataState) => ({
    size: bytes.length,
    mtimeNs: 0n,
    inode: 0n,
    skeletonHash: skeletonHash(source, graph),
    dataState,
  }));
}
