import protobuf from 'protobufjs/minimal.js';

/** Values after which what was written becomes bytes: until then each is an object of the writer. */
const HELD = 16_384;

/** Collects the values of a packed repeated field as the bytes that they are in the file, so that millions of them take no more than those. */
export class PackedField {
  private readonly pieces: Uint8Array[] = [];
  private writer = protobuf.Writer.create();
  private held = 0;

  constructor(
    /** Tag of the field. */
    private readonly tag: number,
  ) {}

  add(write: (writer: protobuf.Writer) => unknown): void {
    write(this.writer);
    if (++this.held < HELD) return;
    this.pieces.push(this.writer.finish());
    this.writer = protobuf.Writer.create();
    this.held = 0;
  }

  /** The field with its tag and length, in pieces; nothing where it has no values. */
  finish(): Uint8Array[] {
    const pieces = [...this.pieces, this.writer.finish()];
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    return length === 0 ? [] : [protobuf.Writer.create().uint32(this.tag).uint32(length).finish(), ...pieces];
  }
}
