const TAIL_LINES = 40;
const MAX_LINE_LENGTH = 2000;

/** Keeps the last lines of a text that comes in pieces, and hands every whole line on. */
export class LogTail {
  private readonly lines: string[] = [];
  private partial = '';

  constructor(private readonly onLine: (line: string) => void) {}

  get text(): string {
    return [...this.lines, this.partial].filter(line => line !== '').join('\n');
  }

  readonly add = (piece: string): void => {
    const parts = (this.partial + piece).split(/\r?\n/);
    this.partial = (parts.pop() ?? '').slice(0, MAX_LINE_LENGTH);
    for (const part of parts) {
      const line = part.slice(0, MAX_LINE_LENGTH);
      this.lines.push(line);
      this.onLine(line);
    }
    this.lines.splice(0, this.lines.length - TAIL_LINES);
  };
}
