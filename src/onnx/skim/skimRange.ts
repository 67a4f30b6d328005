import type { ByteRange } from '../byteSource';
import type { WireCursor } from '../wire/wireCursor';

/** Where the length-delimited value that comes next lies; it is passed over. It must lie within `end`. */
export function skimRange(cursor: WireCursor, end: number): ByteRange {
  const last = cursor.fieldEnd(end);
  const range = { offset: cursor.position, length: last - cursor.position };
  cursor.seek(last);
  return range;
}
