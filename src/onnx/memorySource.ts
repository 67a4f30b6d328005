import type { ByteSource } from './byteSource';

/** A source whose bytes are in memory. */
export class MemorySource implements ByteSource {
  readonly byteLength: number;

  constructor(
    readonly memory: Uint8Array,
    readonly name: string,
  ) {
    this.byteLength = memory.length;
  }

  readInto(target: Uint8Array, offset: number): number {
    const part = this.memory.subarray(offset, offset + target.length);
    target.set(part);
    return part.length;
  }

  readIntoAsync(target: Uint8Array, offset: number): Promise<number> {
    return Promise.resolve(this.readInto(target, offset));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
