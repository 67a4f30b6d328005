import type { ByteRange, ByteSource } from '../../byteSource';
import { LayerwiseError } from '../../../shared/report/layerwiseError';

const WINDOW_BYTES = 1 << 20;

/** Reads many small ranges that follow each other with few reads of the source. What it returns is good until the next call. */
export class RangeReader {
  private window: Uint8Array;
  private start = 0;

  constructor(private readonly source: ByteSource) {
    this.window = source.memory ?? new Uint8Array(0);
  }

  read({ offset, length }: ByteRange): Uint8Array {
    const from = offset - this.start;
    if (from < 0 || from + length > this.window.length) return this.fill(offset, length);
    return this.window.subarray(from, from + length);
  }

  private fill(offset: number, length: number): Uint8Array {
    const { source } = this;
    const window = new Uint8Array(Math.max(length, Math.min(WINDOW_BYTES, source.byteLength - offset)));
    const got = source.readInto(window, offset);
    if (got < length)
      throw new LayerwiseError('changed-on-disk', `${source.name} became shorter while it was open. Open the model again.`, {
        file: source.name,
      });
    this.window = window.subarray(0, got);
    this.start = offset;
    return window.subarray(0, length);
  }
}
