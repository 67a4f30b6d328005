import { createHash } from 'node:crypto';
import type { ByteRange, ByteSource } from '../byteSource';

const CHUNK = 1 << 20;

/** SHA-256 (hexadecimal) of ranges of a source, one after the other. */
export function sha256OfRanges(source: ByteSource, ranges: readonly ByteRange[]): string {
  const hash = createHash('sha256');
  const buffer = new Uint8Array(CHUNK);
  for (const { offset, length } of ranges) {
    for (let done = 0; done < length;) {
      const got = source.readInto(buffer.subarray(0, Math.min(CHUNK, length - done)), offset + done);
      if (got === 0) break;
      hash.update(buffer.subarray(0, got));
      done += got;
    }
  }
  return hash.digest('hex');
}

/** SHA-256 (hexadecimal) of a text in UTF-8. */
export function sha256OfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
