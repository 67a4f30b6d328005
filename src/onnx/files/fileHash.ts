import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileError } from './fileError';

type Algorithm = 'sha256' | 'sha1';

/** Hashes of files as they were, by algorithm, size, time and inode. */
const known = new Map<string, string>();
const MOST_KNOWN = 1000;

/**
 * Hash of a file's bytes, hexadecimal; the file is streamed. Asked again about a file whose size, time and inode are the same, it answers from memory:
 * as long as this process lives. Throws `LayerwiseError`: `file-missing`, `permission`, `io`.
 */
export async function fileHash(file: string, algorithm: Algorithm = 'sha256'): Promise<string> {
  try {
    const before = await identityOf(file);
    const answer = known.get(algorithm + before);
    if (answer !== undefined) return answer;
    const hash = createHash(algorithm);
    await pipeline(fs.createReadStream(file, { highWaterMark: 1 << 20 }), hash);
    const digest = hash.digest('hex');
    if (known.size >= MOST_KNOWN) known.clear();
    if ((await identityOf(file)) === before) known.set(algorithm + before, digest);
    return digest;
  } catch (error) {
    throw fileError(error, file);
  }
}

async function identityOf(file: string): Promise<string> {
  const { size, mtimeNs, ino, dev } = await fs.promises.stat(file, { bigint: true });
  return `:${size}:${mtimeNs}:${ino}:${dev}`;
}
