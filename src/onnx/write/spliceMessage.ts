import type { ByteRange } from '../byteSource';
import { WIRE, type WireCursor } from '../wire/wireCursor';
import { modelSegment, type Segment } from './segment';

/** A field of a message in the source. */
export interface SourceField {
  readonly tag: number;
  /** From the tag to the end of the value. */
  readonly whole: ByteRange;
  /** The value of a length-delimited field, without its length. */
  readonly value: ByteRange;
}

/** What becomes of a field: it stays as it is, or these segments take its place. */
export type FieldFate = 'keep' | readonly Segment[];

/** Rewrites a message field by field. Fields that are kept are copied byte for byte, in place, known or not. */
export function spliceMessage(cursor: WireCursor, range: ByteRange, decide: (field: SourceField) => FieldFate): readonly Segment[] {
  const end = range.offset + range.length;
  const segments: Segment[] = [];
  let position = range.offset;
  while (position < end) {
    cursor.seek(position);
    const field = readField(cursor, end);
    const fate = decide(field);
    if (fate === 'keep') segments.push(modelSegment(field.whole));
    else for (const segment of fate) segments.push(segment);
    position = field.whole.offset + field.whole.length;
  }
  return segments;
}

function readField(cursor: WireCursor, end: number): SourceField {
  const start = cursor.position;
  const tag = cursor.tag();
  let valueStart = cursor.position;
  if ((tag & 7) === WIRE.bytes) {
    const last = cursor.fieldEnd(end);
    valueStart = cursor.position;
    cursor.seek(last);
  } else cursor.skip(tag, end);
  const last = cursor.position;
  return { tag, whole: { offset: start, length: last - start }, value: { offset: valueStart, length: last - valueStart } };
}
