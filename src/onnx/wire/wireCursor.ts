import { LayerwiseError } from '../../shared/report/layerwiseError';
import { hashOfName } from '../../shared/graph/nameHash';
import { BUDGET } from '../budgets';
import type { ByteSource } from '../byteSource';
import { decodeText } from './decodeText';
import { TextCache } from './textCache';

/** Wire types of a field's tag (protobuf encoding guide). */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, startGroup: 3, endGroup: 4, fixed32: 5 } as const;

const SMALLEST_WINDOW = 64;
const FIRST_WINDOW = 1 << 12;
const LARGEST_WINDOW = 1 << 20;
const LONGEST_VARINT = 10;
const DEEPEST_GROUP = 100;
/** What a string costs beside its characters: it, and the places that point to it. */
const TEXT_OVERHEAD_BYTES = 48;
const TWO_32 = 2 ** 32;
const NOT_SHORT = -1;
/** Tags below this are written in one or two bytes. */
const TWO_BYTES = 1 << 14;

/**
 * Reads protobuf fields of a source of any size through a small window, and skips what nobody asked for without reading it.
 * Positions are offsets in the source. Wrong bytes throw `LayerwiseError` `truncated` (the file ends too early) or `corrupt`, naming the offset.
 */
export class WireCursor {
  /** Where the first text that is not UTF-8 stands. */
  malformedText: number | undefined;
  /** How many bytes of new texts are still made, and whether some were left empty because there was no room. */
  textBytesLeft = Infinity;
  leavesTextsOut = false;
  /** Whether one was left empty because it is longer than any text that is kept. */
  leavesLongTextOut = false;
  /** Whether the source is refused once more fields were read than the budget allows. */
  countsFields = false;
  /** `hashOfName` of the last text. */
  textHash = 0;

  private readonly texts = new TextCache();
  private readonly window: Buffer;
  private readonly view: DataView;
  private fields = 0;
  private windowStart = 0;
  private filled = 0;
  private at = 0;
  private nextWindow = FIRST_WINDOW;
  private low = 0;
  private high = 0;

  constructor(readonly source: ByteSource) {
    const { buffer, byteOffset, byteLength } =
      source.memory ?? new Uint8Array(Math.max(SMALLEST_WINDOW, Math.min(LARGEST_WINDOW, source.byteLength)));
    this.window = Buffer.from(buffer, byteOffset, byteLength);
    this.filled = source.memory?.length ?? 0;
    this.view = new DataView(this.window.buffer, this.window.byteOffset, this.window.byteLength);
    this.texts.newWindow(this.filled);
  }

  get position(): number {
    return this.windowStart + this.at;
  }

  /** The bytes of the window stay until others are needed: fields are passed over and gone back to. */
  seek(position: number): void {
    const at = position - this.windowStart;
    if (at < 0) {
      this.windowStart = position;
      this.filled = 0;
      this.nextWindow = FIRST_WINDOW;
    }
    this.at = Math.max(0, at);
  }

  /** Whether another field follows before `end`; a field that ran over `end` is an error. */
  more(end: number): boolean {
    if (this.position > end) throw this.corrupt('a field runs over the end of its message');
    return this.position < end;
  }

  /** Number and wire type of the next field: `number × 8 + wire type`. */
  tag(): number {
    if (++this.fields > BUDGET.fields && this.countsFields) throw this.tooMany();
    const tag = this.unsigned();
    if (tag < 8 || tag >= TWO_32) throw this.corrupt('there is no field with this number');
    return tag;
  }

  /** A varint as an unsigned number; exact up to 2^53. */
  unsigned(): number {
    if (this.at < this.filled) {
      const byte = this.window[this.at]!;
      if (byte < 0x80) {
        this.at++;
        return byte;
      }
    }
    this.varint();
    return (this.high >>> 0) * TWO_32 + (this.low >>> 0);
  }

  /** A varint as int64; exact up to ±2^53, then the nearest double. */
  signed(): number {
    this.varint();
    return (this.high | 0) * TWO_32 + (this.low >>> 0);
  }

  /** A varint as int32: what generated code makes of an enum or int32 field. */
  signed32(): number {
    this.varint();
    return this.low | 0;
  }

  /** A varint as its 64 bits. */
  bits64(): bigint {
    this.varint();
    return (BigInt(this.high >>> 0) << 32n) | BigInt(this.low >>> 0);
  }

  float32(): number {
    this.require(4);
    const value = this.view.getFloat32(this.at, true);
    this.at += 4;
    return value;
  }

  /** End of the length-delimited field whose length comes next; it must lie within `end`. */
  fieldEnd(end: number): number {
    const start = this.position;
    const length = this.unsigned();
    const fieldEnd = this.position + length;
    if (fieldEnd <= end) return fieldEnd;
    if (fieldEnd > this.source.byteLength) throw this.truncated(start, fieldEnd);
    throw this.corrupt('a field is longer than the message around it', start);
  }

  /** Text from here to `end`, which becomes the position. */
  text(end: number): string {
    const length = end - this.position;
    const isInWindow = this.available(length);
    const known = isInWindow ? this.texts.find(this.view, this.at, length) : undefined;
    if (known !== undefined) {
      this.at += length;
      this.textHash = this.texts.hash;
      return known;
    }
    if (this.hasRoomForText(length)) return this.newText(end, isInWindow);
    this.seek(end);
    return '';
  }

  private newText(end: number, isInWindow: boolean): string {
    const start = this.position;
    const ascii = isInWindow ? this.texts.make(this.window, this.at, end - start) : undefined;
    if (ascii !== undefined) {
      this.at += end - start;
      this.textHash = this.texts.hash;
      return ascii;
    }
    const { text, malformed } = decodeText(this.bytes(end));
    // One character that is not Latin-1 makes a text twice as large.
    this.textBytesLeft -= Math.max(0, 2 * text.length - (end - start));
    if (malformed) this.malformedText ??= start;
    this.textHash = hashOfName(text);
    return text;
  }

  private hasRoomForText(length: number): boolean {
    if (length > BUDGET.textBytes) {
      this.leavesLongTextOut = true;
      return false;
    }
    this.textBytesLeft -= length + TEXT_OVERHEAD_BYTES;
    this.leavesTextsOut ||= this.textBytesLeft < 0;
    return this.textBytesLeft >= 0;
  }

  /** A copy of the bytes from here to `end`, which becomes the position. */
  bytes(end: number): Uint8Array {
    const start = this.position;
    const bytes = new Uint8Array(end - start);
    if (this.available(bytes.length)) bytes.set(this.window.subarray(this.at, this.at + bytes.length));
    else if (this.source.readInto(bytes, start) < bytes.length) throw this.truncated(start, end);
    this.seek(end);
    return bytes;
  }

  /** Passes over the field whose tag was just read. */
  skip(tag: number, end: number): void {
    switch (tag & 7) {
      case WIRE.varint:
        this.varint();
        break;
      case WIRE.fixed64:
        this.pass(8, end);
        break;
      case WIRE.bytes:
        this.seek(this.fieldEnd(end));
        break;
      case WIRE.startGroup:
        this.skipGroup(tag, end);
        break;
      case WIRE.fixed32:
        this.pass(4, end);
        break;
      default:
        throw this.corrupt(tag % 8 === WIRE.endGroup ? 'a group ends that never began' : 'there is no such wire type');
    }
  }

  /**
   * Passes over the field whose tag was just read, and over those that follow it with the same tag: a list that nobody asks for may have millions.
   * It may stop before the last of them.
   */
  skipRun(tag: number, end: number): void {
    const first = tag < 0x80 ? tag : (tag & 0x7f) | 0x80;
    this.skip(tag, end);
    while (this.position < end && (this.at >= this.filled || this.window[this.at] === first)) {
      this.skipRunInWindow(tag, first, end);
      const start = this.position;
      if (start >= end) return;
      if (this.tag() !== tag) {
        this.fields--;
        this.seek(start);
        return;
      }
      this.skip(tag, end);
    }
  }

  /** How many fields `skipRun` would pass over. The position stays, and the fields do not count. */
  runLength(tag: number, end: number): number {
    const { position, fields } = this;
    this.skipRun(tag, end);
    const length = 1 + this.fields - fields;
    this.fields = fields;
    this.seek(position);
    return length;
  }

  corrupt(what: string, offset = this.position): LayerwiseError {
    const message = `${this.source.name} is damaged at byte ${offset}: ${what}. Get the file again or export it anew.`;
    return new LayerwiseError('corrupt', message, { file: this.source.name, offset });
  }

  private tooMany(): LayerwiseError {
    const message = `${this.source.name} has more than ${BUDGET.fields.toLocaleString('en-US')} fields, so it is not read. Name another file.`;
    return new LayerwiseError('too-many', message, { file: this.source.name, offset: this.position });
  }

  private truncated(offset: number, needed: number): LayerwiseError {
    const { name, byteLength } = this.source;
    const message = `${name} ends at byte ${byteLength}, but the field at byte ${offset} goes on to byte ${needed}. The file was cut off: get it again.`;
    return new LayerwiseError('truncated', message, { file: name, offset });
  }

  private pass(count: number, end: number): void {
    const target = this.position + count;
    if (target > this.source.byteLength) throw this.truncated(this.position, target);
    if (target > end) throw this.corrupt('a field runs over the end of its message');
    this.seek(target);
  }

  /** Passes over fields as long as they lie in the window whole, have this tag in one or two bytes, and are short. */
  private skipRunInWindow(tag: number, first: number, end: number): void {
    if (tag >= TWO_BYTES) return;
    const { window } = this;
    const last = Math.min(this.filled, end - this.windowStart);
    const tagBytes = tag < 0x80 ? 1 : 2;
    const most = this.countsFields ? BUDGET.fields - this.fields : Infinity;
    let count = 0;
    let { at } = this;
    while (count < most && at + tagBytes < last && window[at] === first && (tagBytes === 1 || window[at + 1] === tag >>> 7)) {
      const next = this.endOfShort(tag & 7, at + tagBytes, last);
      if (next === NOT_SHORT) break;
      at = next;
      count++;
    }
    this.at = at;
    this.fields += count;
  }

  /** Where a value of this wire type that begins at `at` in the window ends, `NOT_SHORT` for one that is long or goes beyond `last`. */
  private endOfShort(wireType: number, at: number, last: number): number {
    const { window } = this;
    let next = NOT_SHORT;
    if (wireType === WIRE.bytes) {
      const length = window[at]!;
      if (length < 0x80) next = at + 1 + length;
      else if (at + 1 < last && window[at + 1]! < 0x80) next = at + 2 + (length & 0x7f) + window[at + 1]! * 0x80;
    } else if (wireType === WIRE.varint) {
      const lastByte = Math.min(last, at + LONGEST_VARINT);
      for (next = at; next < lastByte && window[next]! >= 0x80;) next++;
      next = next < lastByte ? next + 1 : NOT_SHORT;
    } else if (wireType === WIRE.fixed32) next = at + 4;
    else if (wireType === WIRE.fixed64) next = at + 8;
    return next <= last ? next : NOT_SHORT;
  }

  private skipGroup(tag: number, end: number): void {
    const open = [tag >>> 3];
    while (open.length > 0) {
      if (this.position >= end) throw this.corrupt('a group has no end');
      const inner = this.tag();
      if ((inner & 7) === WIRE.startGroup) open.push(inner >>> 3);
      else if ((inner & 7) !== WIRE.endGroup) this.skip(inner, end);
      else if (open.pop() !== inner >>> 3) throw this.corrupt('a group ends that is not the innermost');
      if (open.length > DEEPEST_GROUP) throw this.corrupt(`groups are nested more than ${DEEPEST_GROUP} deep`);
    }
  }

  private varint(): void {
    this.available(LONGEST_VARINT);
    const { window, filled } = this;
    let low = 0;
    let high = 0;
    for (let index = 0, at = this.at; index < LONGEST_VARINT; index++, at++) {
      if (at >= filled) throw this.truncated(this.position, this.position + index + 1);
      const byte = window[at]!;
      const bits = byte & 0x7f;
      if (index < 4) low |= bits << (7 * index);
      else if (index > 4) high |= bits << (7 * index - 32);
      else {
        low |= bits << 28;
        high = bits >>> 4;
      }
      if (byte < 0x80) {
        this.low = low;
        this.high = high;
        this.at = at + 1;
        return;
      }
    }
    throw this.corrupt('a number has more than 10 bytes');
  }

  private require(count: number): void {
    if (!this.available(count)) throw this.truncated(this.position, this.position + count);
  }

  /** Brings `count` bytes from the position on into the window, as far as the source has them. */
  private available(count: number): boolean {
    if (this.filled - this.at >= count) return true;
    if (this.source.memory !== undefined || this.position >= this.source.byteLength || count > this.window.length) return false;
    const start = this.position;
    if (this.at > this.filled) this.nextWindow = FIRST_WINDOW;
    const wanted = Math.min(this.window.length, Math.max(count, this.nextWindow));
    this.nextWindow = Math.min(LARGEST_WINDOW, this.nextWindow * 4);
    this.filled = this.source.readInto(this.window.subarray(0, wanted), start);
    this.windowStart = start;
    this.at = 0;
    this.texts.newWindow(this.filled);
    return this.filled >= count;
  }
}
