import type { Readable } from 'node:stream';

const TAIL_LINES = 40;
const MAX_LINE_LENGTH = 2000;

/** Keeps the last lines that a process writes, and hands every line on. */
export class LogTail {
  private readonly lines: string[] = [];
  private partial = '';

  constructor(stream: Readable | null, onLine: (line: string) => void) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => this.add(chunk, onLine));
  }

  get text(): string {
    return [...this.lines, this.partial].filter(line => line !== '').join('\n');
  }

  private add(chunk: string, onLine: (line: string) => void): void {
    const parts = (this.partial + chunk).split(/\r?\n/);
    this.partial = (parts.pop() ?? '').slice(0, MAX_LINE_LENGTH);
    for (const part of parts) {
      const line = part.slice(0, MAX_LINE_LENGTH);
      this.lines.push(line);
      onLine(line);
    }
    this.lines.splice(0, this.lines.length - TAIL_LINES);
  }
}
