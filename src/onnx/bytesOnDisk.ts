import type { OnnxModel } from './openModel';

/** Bytes of a model's file and of the data files that its weights lie in; those that are missing count nothing. */
export function bytesOnDisk({ byteLength, weights }: Pick<OnnxModel, 'byteLength' | 'weights'>): number {
  const files = new Map([...weights.externalFiles.values()].map(file => [file.path, file.byteLength]));
  return [...files.values()].reduce((sum, bytes) => sum + bytes, byteLength);
}
