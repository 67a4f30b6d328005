const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ESCAPE = 0xdc00;

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
  try {
    return { text: strict.decode(bytes), malformed: false };
  } catch {
    return { text: decodeMalformed(bytes), malformed: true };
  }
}

function decodeMalformed(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    parts.push(length === 0 ? String.fromCharCode(ESCAPE + bytes[at]!) : strict.decode(bytes.subarray(at, at + length)));
    at += Math.max(length, 1);
  }
  return parts.join('');
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
