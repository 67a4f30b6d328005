import fs from 'node:fs';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { ByteSource } from '../byteSource';

const LARGEST_READ = 1 << 20;
/** Hashers read in larger parts. */
const LARGEST_ASYNC_READ = 8 << 20;

/** A file as a byte source: one descriptor, reads of at most 1 MiB, or 8 MiB when nobody is blocked. */
export class FileSource implements ByteSource {
  private closed = false;

  constructor(
    readonly descriptor: number,
    readonly byteLength: number,
    readonly name: string,
    private readonly mtimeNs: bigint,
  ) {}

  readInto(target: Uint8Array, offset: number): number {
    let done = 0;
    while (done < target.length) {
      const got = this.attempt(() =>
        fs.readSync(this.descriptor, target, done, Math.min(LARGEST_READ, target.length - done), offset + done),
      );
      if (got === 0) break;
      done += got;
    }
    return done;
  }

  async readIntoAsync(target: Uint8Array, offset: number): Promise<number> {
    let done = 0;
    while (done < target.length) {
      const got = await this.readChunk(target, done, offset + done);
      if (got === 0) break;
      done += got;
    }
    return done;
  }

  identity(): string {
    const { size, mtimeNs, ino, dev } = fs.fstatSync(this.descriptor, { bigint: true });
    return `${size}:${mtimeNs}:${ino}:${dev}`;
  }

  /** Whether this very file, not an equal one, is at a path. */
  isAt(path: string): boolean {
    const { ino, dev } = fs.fstatSync(this.descriptor, { bigint: true });
    const there = fs.statSync(path, { bigint: true, throwIfNoEntry: false });
    return there?.ino === ino && there.dev === dev;
  }

  assertUnchanged(): void {
    const { size, mtimeNs, ino } = fs.fstatSync(this.descriptor, { bigint: true });
    const named = fs.statSync(this.name, { bigint: true, throwIfNoEntry: false });
    if (Number(size) === this.byteLength && mtimeNs === this.mtimeNs && named?.ino === ino) return;
    throw new LayerwiseError('changed-on-disk', `${this.name} changed since it was opened. Open it again.`, { file: this.name });
  }

  close(): Promise<void> {
    if (!this.closed) fs.closeSync(this.descriptor);
    this.closed = true;
    return Promise.resolve();
  }

  private readChunk(target: Uint8Array, start: number, position: number): Promise<number> {
    const length = Math.min(LARGEST_ASYNC_READ, target.length - start);
    return new Promise((resolve, reject) => {
      fs.read(this.descriptor, target, start, length, position, (error, got) => {
        if (error === null) resolve(got);
        else reject(this.failed(error));
      });
    });
  }

  private attempt<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw this.failed(error);
    }
  }

  private failed(error: unknown): LayerwiseError {
    const text = error instanceof Error ? error.message : String(error);
    return new LayerwiseError('io', `${this.name} could not be read: ${text}. Check the disk and try again.`, { file: this.name });
  }
}
