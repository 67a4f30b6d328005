/** Measures text in the context's font, remembering widths. */
export class TextFitter {
  private readonly widths = new Map<string, number>();

  constructor(private readonly context: CanvasRenderingContext2D) {}

  width(text: string): number {
    const key = `${this.context.font}|${text}`;
    let width = this.widths.get(key);
    if (width === undefined) this.widths.set(key, (width = this.context.measureText(text).width));
    return width;
  }

  fits(text: string, room: number): boolean {
    return text !== '' && this.width(text) <= room;
  }
}
