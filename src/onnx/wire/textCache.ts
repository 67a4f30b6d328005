const SLOTS = 1 << 14;
const LONGEST = 128;
/** How much of a long text is hashed, from its end: names in a model begin alike. */
const HASHED = 24;
const FNV_PRIME = 0x01000193;
const FNV_OFFSET = 0x811c9dc5;
const REPLACEMENT = '\ufffd';

/**
 * Remembers the texts decoded last, by their bytes. In a model every name occurs at least twice and every operator thousands of times; one text
 * for all saves the decoding, the memory, and the hashing when it becomes a key.
 */
export class TextCache {
  /** Whether the text returned last was made for it. */
  isNew = false;

  private readonly texts: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);

  /** Text of ASCII bytes; `undefined` when they are long or not ASCII. */
  ascii(bytes: Buffer, start: number, end: number): string | undefined {
    const length = end - start;
    if (length > LONGEST) return undefined;
    let hash = FNV_OFFSET ^ length;
    for (let at = length > HASHED ? end - HASHED : start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, FNV_PRIME);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.texts[slot];
    this.isNew = !(known?.length === length && isSame(known, bytes, start));
    if (known !== undefined && !this.isNew) return known;
    const text = bytes.toString('utf8', start, end);
    if (text.length !== length || text.includes(REPLACEMENT)) return undefined;
    this.texts[slot] = text;
    return text;
  }
}

/** Backwards, since names differ at their ends. */
function isSame(text: string, bytes: Uint8Array, start: number): boolean {
  for (let at = text.length - 1; at >= 0; at--) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
