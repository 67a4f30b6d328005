const SLOTS = 1 << 14;
const LONGEST = 128;
const FNV_PRIME = 0x01000193;
const FNV_OFFSET = 0x811c9dc5;

/**
 * Remembers the texts decoded last, by their bytes. In a model every name occurs at least twice and every operator thousands of times; one text
 * for all saves the decoding, the memory, and the hashing when it becomes a key.
 */
export class TextCache {
  /** Whether the text returned last was made for it. */
  isNew = false;

  private readonly texts: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);

  /** Text of ASCII bytes; `undefined` when they are long or not ASCII. */
  ascii(bytes: Uint8Array, start: number, end: number): string | undefined {
    const length = end - start;
    if (length > LONGEST) return undefined;
    let hash = FNV_OFFSET;
    let all = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      all |= byte;
      hash = Math.imul(hash ^ byte, FNV_PRIME);
    }
    if (all > 0x7f) return undefined;
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.texts[slot];
    this.isNew = !(known?.length === length && isSame(known, bytes, start));
    if (known !== undefined && !this.isNew) return known;
    const text = Reflect.apply(String.fromCharCode, undefined, bytes.subarray(start, end)) as string;
    this.texts[slot] = text;
    return text;
  }
}

function isSame(text: string, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
