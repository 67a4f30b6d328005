import { createHash } from 'node:crypto';
import type { ByteSource } from '../byteSource';
import { openFile } from './openFile';

type Algorithm = 'sha256' | 'sha1';

/** Hashes of files as they were, by algorithm, size, time and inode. */
const known = new Map<string, string>();
const MOST_KNOWN = 1000;
const CHUNK = 1 << 22;

/** `sourceHash` of the file at a path. Throws `LayerwiseError`: `file-missing`, `not-a-file`, `permission`, `io`. */
export async function fileHash(file: string, algorithm: Algorithm = 'sha256'): Promise<string> {
  const { source } = openFile(file);
  try {
    return await sourceHash(source, algorithm);
  } finally {
    await source.close();
  }
}

/**
 * Hash of all bytes of a source, hexadecimal, read piece by piece. Asked again about a file whose size, time and inode are the same, it answers from
 * memory, as long as this process lives. Throws `LayerwiseError` `io`.
 */
export async function sourceHash(source: ByteSource, algorithm: Algorithm = 'sha256'): Promise<string> {
  const key = source.identity === undefined ? undefined : `${algorithm}:${source.identity()}`;
  const answer = key === undefined ? undefined : known.get(key);
  if (answer !== undefined) return answer;
  const hash = createHash(algorithm);
  const buffer = new Uint8Array(Math.min(CHUNK, source.byteLength));
  for (let offset = 0; offset < source.byteLength;) {
    const got = await source.readIntoAsync(buffer.subarray(0, source.byteLength - offset), offset);
    if (got === 0) break;
    hash.update(buffer.subarray(0, got));
    offset += got;
  }
  const digest = hash.digest('hex');
  if (known.size >= MOST_KNOWN) known.clear();
  if (key !== undefined && key === `${algorithm}:${source.identity?.() ?? ''}`) known.set(key, digest);
  return digest;
}
