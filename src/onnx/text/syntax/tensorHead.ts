import { TENSOR } from '../../wire/fields';
import type { WireCursor } from '../../wire/wireCursor';
import type { ByteRange } from '../../byteSource';
import { joinBytes } from '../../../shared/base/joinBytes';

/** Enough for any abbreviated constant. */
const HEAD_BYTES = 4096;
const MOST_UNPACKED = 1024;
const BULK = new Set<number>([
  TENSOR.rawData,
  TENSOR.floatDataPacked,
  TENSOR.int32DataPacked,
  TENSOR.int64DataPacked,
  TENSOR.doubleDataPacked,
  TENSOR.uint64DataPacked,
]);
const UNPACKED = new Set<number>([
  TENSOR.stringData,
  TENSOR.floatData,
  TENSOR.int32Data,
  TENSOR.int64Data,
  TENSOR.doubleData,
  TENSOR.uint64Data,
]);

/** A TensorProto in the source with its values cut off after the first ones, so that a weight of any size is shown without being read. */
export function tensorHead(cursor: WireCursor, range: ByteRange): Uint8Array {
  const end = range.offset + range.length;
  const pieces: Uint8Array[] = [];
  let unpacked = 0;
  cursor.seek(range.offset);
  while (cursor.more(end)) {
    const start = cursor.position;
    const tag = cursor.tag();
    if (BULK.has(tag)) {
      const last = cursor.fieldEnd(end);
      const head = cursor.bytes(Math.min(last, cursor.position + HEAD_BYTES));
      const isWhole = cursor.position === last;
      cursor.seek(last);
      pieces.push(...bulkField(tag, isWhole || tag === TENSOR.rawData ? head : wholeValues(tag, head)));
      continue;
    }
    cursor.skip(tag, end);
    if (UNPACKED.has(tag) && ++unpacked > MOST_UNPACKED) continue;
    const last = cursor.position;
    cursor.seek(start);
    pieces.push(cursor.bytes(last));
  }
  return joinBytes(pieces);
}

/** Tag and length are below 2^14, so each takes at most two bytes. */
function bulkField(tag: number, value: Uint8Array): readonly Uint8Array[] {
  return [Uint8Array.of(tag, (value.length & 0x7f) | 0x80, value.length >>> 7), value];
}

/** Varints are cut after a whole one; the head holds a whole number of fixed values. */
function wholeValues(tag: number, head: Uint8Array): Uint8Array {
  if (tag === TENSOR.floatDataPacked || tag === TENSOR.doubleDataPacked) return head;
  let length = head.length;
  while (length > 0 && head[length - 1]! >= 0x80) length--;
  return head.subarray(0, length);
}
