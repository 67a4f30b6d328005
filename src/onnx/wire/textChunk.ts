/** Strings of this size are not moved by the collector. */
const SIZE = 1 << 17;
const SPARE_BYTES = 8 * SIZE;

/**
 * Makes texts as parts of longer ones: one call of the decoder serves hundreds of names, which stand close together in a model. A part keeps the
 * whole in memory, so where texts are sparse each is decoded for itself; what is kept never exceeds twice the texts and a megabyte.
 */
export class TextChunk {
  private text = '';
  /** Where `text` begins in the window. */
  private start = 0;
  private windowSize = 0;
  private spare = SPARE_BYTES;

  newWindow(size: number): void {
    this.text = '';
    this.windowSize = size;
  }

  /** Text of the ASCII bytes `window[at … at + length − 1]`. */
  part(window: Buffer, at: number, length: number): string {
    this.spare += 2 * length;
    const from = at - this.start;
    if (from >= 0 && from + length <= this.text.length) return this.text.substring(from, from + length);
    const size = Math.min(SIZE, this.windowSize - at);
    if (length > size || size > this.spare) return window.toString('latin1', at, at + length);
    this.spare -= size;
    this.start = at;
    this.text = window.toString('latin1', at, at + size);
    return this.text.substring(0, length);
  }
}
