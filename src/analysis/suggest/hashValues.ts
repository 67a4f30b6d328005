import type { TensorValues } from '../../shared/graph/tensorReader';

/** FNV-1a over the bit patterns of values, continued from `hash`; strings by their text. */
export function hashValues({ data }: TensorValues, hash = 0x811c9dc5): number {
  return ArrayBuffer.isView(data) ? hashBytes(data, hash) : hashText(data.join('\0'), hash);
}

function hashBytes({ buffer, byteOffset, byteLength }: ArrayBufferView, start: number): number {
  const isAligned = byteOffset % 4 === 0 && byteLength % 4 === 0;
  const words = isAligned ? new Uint32Array(buffer, byteOffset, byteLength / 4) : new Uint8Array(buffer, byteOffset, byteLength);
  let hash = start;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) ^ (hash >>> 15);
  return hash >>> 0;
}

function hashText(text: string, start: number): number {
  let hash = start;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
