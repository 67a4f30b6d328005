/** One that throws takes longer over an error than over a thousand texts. */
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
/** What the decoder makes of bytes that are not UTF-8. */
const REPLACED = '\ufffd';
const ESCAPE = 0xdc00;
/** What does not fit a UTF-16 unit. */
const FIRST_OF_TWO_UNITS = 0x10000;

/** Text of UTF-8 bytes, `malformed` when they are not UTF-8. */
export interface DecodedText {
  readonly text: string;
  readonly malformed: boolean;
}

/**
 * Decodes UTF-8 so that no two byte strings give the same text: bytes that are not UTF-8 become the lone surrogates U+DC80…U+DCFF
 * (Python's `surrogateescape`, PEP 383), which `encodeText` turns back.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const text = lenient.decode(bytes);
  if (!text.includes(REPLACED)) return { text, malformed: false };
  const exact = decodeExactly(bytes);
  return { text: exact, malformed: exact !== text };
}

/** Through UTF-16 units, of which there are at most as many as bytes. */
function decodeExactly(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length);
  let count = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    const point = length === 0 ? ESCAPE + bytes[at]! : codePointAt(bytes, at, length);
    if (point >= FIRST_OF_TWO_UNITS) {
      units[count++] = 0xd7c0 + (point >>> 10);
      units[count++] = 0xdc00 | (point & 0x3ff);
    } else units[count++] = point;
    at += Math.max(length, 1);
  }
  return Buffer.from(units.buffer, 0, 2 * count).toString('utf16le');
}

/** The code point of a well-formed sequence. */
function codePointAt(bytes: Uint8Array, at: number, length: number): number {
  if (length === 1) return bytes[at]!;
  let point = bytes[at]! & (0x7f >> length);
  for (let next = at + 1; next < at + length; next++) point = (point << 6) | (bytes[next]! & 0x3f);
  return point;
}

/** Length of the well-formed sequence at `at`, 0 when there is none (RFC 3629: shortest form, no surrogates, up to U+10FFFF). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0;
  for (let next = at + 1; next < at + length; next++) if ((bytes[next]! & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1]!;
  const outside =
    (lead === 0xe0 && second < 0xa0) ||
    (lead === 0xed && second > 0x9f) ||
    (lead === 0xf0 && second < 0x90) ||
    (lead === 0xf4 && second > 0x8f);
  return outside ? 0 : length;
}
