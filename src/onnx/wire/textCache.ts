import { beginHash, finishHash, mixHash } from '../../shared/graph/nameHash';
import { TextChunk } from './textChunk';

const SLOTS = 1 << 14;
const LAST_SLOT = SLOTS - 1;
const LONGEST = 256;
const WORD = 4;
const NOT_ASCII = 0x80808080;

/**
 * Remembers the texts decoded last, by where their bytes stand in the cursor's window. In a model every name occurs at least twice and every
 * operator thousands of times; one text for all saves the decoding, the memory, and the hashing when it becomes a key.
 */
export class TextCache {
  private readonly texts: string[] = new Array<string>(SLOTS).fill('');
  private readonly positions = new Int32Array(SLOTS);
  /** The window that a position is about. */
  private readonly windows = new Int32Array(SLOTS);
  private readonly chunk = new TextChunk();
  private window = 0;
  /** `hashOfName` of the text that was looked for last, when it is ASCII. */
  hash = 0;
  private isAscii = false;

  /** The window has other bytes now, `size` of them. */
  newWindow(size: number): void {
    this.window++;
    this.chunk.newWindow(size);
  }

  /** The text of the bytes `at … at + length − 1` when it is remembered. */
  find(view: DataView, at: number, length: number): string | undefined {
    const hash = this.readHash(view, at, length);
    const slot = hash & LAST_SLOT;
    if (this.windows[slot] !== this.window) return undefined;
    const text = this.texts[slot]!;
    return text.length === length && isSame(view, this.positions[slot]!, at, length) ? text : undefined;
  }

  /** Decodes and remembers the text that `find` did not find; `undefined` when it is not ASCII. */
  make(window: Buffer, at: number, length: number): string | undefined {
    if (!this.isAscii) return undefined;
    const text = this.chunk.part(window, at, length);
    if (length > LONGEST) return text;
    const slot = this.hash & LAST_SLOT;
    this.texts[slot] = text;
    this.positions[slot] = at;
    this.windows[slot] = this.window;
    return text;
  }

  private readHash(view: DataView, at: number, length: number): number {
    const lastWord = at + length - WORD;
    let hash = beginHash(length);
    let bits = 0;
    for (; at <= lastWord; at += WORD) {
      const units = view.getInt32(at);
      hash = mixHash(hash, units);
      bits |= units;
    }
    for (; at < lastWord + WORD; at++) {
      const unit = view.getUint8(at);
      hash = mixHash(hash, unit);
      bits |= unit;
    }
    this.isAscii = (bits & NOT_ASCII) === 0;
    return (this.hash = finishHash(hash));
  }
}

/** Backwards, since names differ at their ends. */
function isSame(view: DataView, a: number, b: number, length: number): boolean {
  let index = length - WORD;
  for (; index >= 0; index -= WORD) if (view.getInt32(a + index) !== view.getInt32(b + index)) return false;
  for (index += WORD - 1; index >= 0; index--) if (view.getUint8(a + index) !== view.getUint8(b + index)) return false;
  return true;
}
