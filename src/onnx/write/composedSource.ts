import { lastStartAt } from '../../shared/base/lastStartAt';
import type { ByteRange, ByteSource } from '../byteSource';
import { segmentLength, type Segment } from './segment';

/** Where copies read from: `model`, or the canonical path of a data file. */
export type SourceOf = (file: string) => ByteSource;

/** A file that is not written yet, as a source: reads go through to where its pieces come from. */
export class ComposedSource implements ByteSource {
  readonly byteLength: number;
  private readonly starts: readonly number[];

  constructor(
    private readonly segments: readonly Segment[],
    private readonly sourceOf: SourceOf,
    readonly name: string,
  ) {
    let position = 0;
    this.starts = segments.map(segment => {
      const start = position;
      position += segmentLength(segment);
      return start;
    });
    this.byteLength = position;
  }

  readInto(target: Uint8Array, offset: number): number {
    let done = 0;
    for (let index = lastStartAt(this.starts, offset); index < this.segments.length && done < target.length; index++) {
      const segment = this.segments[index]!;
      const from = offset + done - this.starts[index]!;
      const part = target.subarray(done, done + Math.min(target.length - done, segmentLength(segment) - from));
      const got = this.readSegment(segment, part, from);
      done += got;
      if (got < part.length) break;
    }
    return done;
  }

  readIntoAsync(target: Uint8Array, offset: number): Promise<number> {
    return Promise.resolve(this.readInto(target, offset));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private readSegment(segment: Segment, part: Uint8Array, from: number): number {
    if (segment.kind === 'bytes') part.set(segment.bytes.subarray(from, from + part.length));
    else if (segment.kind === 'zeros') part.fill(0);
    else return this.sourceOf(segment.file).readInto(part, segment.offset + from);
    return part.length;
  }

  /** The file and offset that a range is copied from; `undefined` when it is not one range of one file. */
  originOf({ offset, length }: ByteRange): { readonly file: string; readonly offset: number } | undefined {
    const index = lastStartAt(this.starts, offset);
    const segment = this.segments[index];
    const from = offset - (this.starts[index] ?? 0);
    if (segment?.kind !== 'copy' || from + length > segment.length) return undefined;
    return { file: segment.file, offset: segment.offset + from };
  }
}
