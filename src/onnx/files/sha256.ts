import { createHash } from 'node:crypto';
import type { ByteRange, ByteSource } from '../byteSource';

const CHUNK = 1 << 20;

/** A read costs as much as copying so many bytes. */
const NEAR_BYTES = 8192;

/** Ranges that are read at once, `offset … end − 1`, with what lies between them. */
interface Span {
  readonly offset: number;
  end: number;
  readonly parts: ByteRange[];
}

/** SHA-256 (hexadecimal) of ranges of a source, one after the other. A skeleton has tens of thousands of short ones between small weights. */
export function sha256OfRanges(source: ByteSource, ranges: readonly ByteRange[]): string {
  const hash = createHash('sha256');
  const buffer = new Uint8Array(CHUNK);
  for (const { offset, end, parts } of spansOf(ranges)) {
    const got = offset + source.readInto(buffer.subarray(0, end - offset), offset);
    let taken = 0;
    for (const part of parts) {
      const to = Math.min(got, part.offset + part.length);
      if (to <= part.offset) break;
      buffer.copyWithin(taken, part.offset - offset, to - offset);
      taken += to - part.offset;
    }
    hash.update(buffer.subarray(0, taken));
  }
  return hash.digest('hex');
}

/** Each no longer than `CHUNK`; parts of a span come in the order of the file. */
function spansOf(ranges: readonly ByteRange[]): readonly Span[] {
  const spans: Span[] = [];
  let last: Span | undefined;
  for (const range of ranges) {
    const rangeEnd = range.offset + range.length;
    for (let offset = range.offset; offset < rangeEnd; offset += CHUNK) {
      const end = Math.min(rangeEnd, offset + CHUNK);
      if (last === undefined || offset < last.end || offset - last.end > NEAR_BYTES || end - last.offset > CHUNK)
        spans.push((last = { offset, end, parts: [] }));
      last.parts.push({ offset, length: end - offset });
      last.end = end;
    }
  }
  return spans;
}

/** SHA-256 (hexadecimal) of a text in UTF-8. */
export function sha256OfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
