const KEPT_BYTES = 64 * 1024;

/** Keeps the first and the last 64 KiB of what a process writes. */
export class BoundedLog {
  private head = '';
  private tail = '';
  private dropped = false;

  append(text: string): void {
    const room = KEPT_BYTES - this.head.length;
    this.head += text.slice(0, Math.max(0, room));
    const rest = this.tail + text.slice(Math.max(0, room));
    this.dropped ||= rest.length > KEPT_BYTES;
    this.tail = rest.slice(-KEPT_BYTES);
  }

  get text(): string {
    return this.head + (this.dropped ? '\n…\n' : '') + this.tail;
  }

  /** The last lines, without terminal colours. */
  lastLines(count: number): string {
    const plain = this.text.replace(/\u001b\[[\d;]*m/g, '');
    return plain.trimEnd().split('\n').slice(-count).join('\n');
  }
}
