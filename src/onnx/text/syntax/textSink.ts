/** Path id of a node (contract, `layers[].id`). */
export type NodePath = number | string;

/** Collects text and remembers of which node each line is. */
export class TextSink {
  /** The node of each finished line; `undefined` for lines of no node. */
  readonly nodeOfLine: (NodePath | undefined)[] = [];

  private parts: string[] = [];
  private length = 0;
  private owner: NodePath | undefined;
  private ownerOfLine: NodePath | undefined;

  /** Characters since the last `take`. */
  get pending(): number {
    return this.length;
  }

  /** Whole lines from here on are of this node. Returns whose they were. */
  enter(node: NodePath): NodePath | undefined {
    const outer = this.owner;
    this.owner = node;
    this.ownerOfLine = node;
    return outer;
  }

  leave(outer: NodePath | undefined): void {
    this.owner = outer;
    this.ownerOfLine = outer;
  }

  write(text: string): void {
    this.parts.push(text);
    this.length += text.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.endLine();
  }

  line(text: string): void {
    this.write(text);
    this.parts.push('\n');
    this.length++;
    this.endLine();
  }

  /** What was written since the last call. */
  take(): string {
    const text = this.parts.join('');
    this.parts = [];
    this.length = 0;
    return text;
  }

  private endLine(): void {
    this.nodeOfLine.push(this.ownerOfLine);
    this.ownerOfLine = this.owner;
  }
}
