const encoder = new TextEncoder();
const ESCAPED = /[\uDC80-\uDCFF]/;

/** The bytes that `decodeText` made the text from: UTF-8, and one byte for each lone surrogate U+DC80…U+DCFF. */
export function encodeText(text: string): Uint8Array {
  if (!ESCAPED.test(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code & 0xff);
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}
