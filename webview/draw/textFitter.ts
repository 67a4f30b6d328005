import type { Surface } from './surface';

/** Measures text in the context's font, remembering widths. */
export class TextFitter {
  private readonly widths = new Map<string, number>();

  constructor(private readonly context: Surface) {}

  width(text: string): number {
    const key = `${this.context.font}|${text}`;
    let width = this.widths.get(key);
    if (width === undefined) this.widths.set(key, (width = this.context.measureText(text).width));
    return width;
  }

  /** The text, or as much of its beginning as fits before an ellipsis; empty when not even one letter does. */
  elide(text: string, room: number): string {
    if (this.fits(text, room)) return text;
    let end = text.length - 1;
    while (end > 0 && !this.fits(`${text.slice(0, end)}…`, room)) end--;
    return end > 0 ? `${text.slice(0, end)}…` : '';
  }

  fits(text: string, room: number): boolean {
    return text !== '' && this.width(text) <= room;
  }
}
