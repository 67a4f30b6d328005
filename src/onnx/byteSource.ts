/** Bytes that can be read anywhere without reading the rest: a file, or memory. Offsets and lengths are in bytes. */
export interface ByteSource {
  /** What messages call it: the path as the user gave it. */
  readonly name: string;
  readonly byteLength: number;
  /** All bytes, where they are in memory anyway. */
  readonly memory?: Uint8Array;
  /** Fills `target` from `offset` on; returns how many bytes there were. Throws `LayerwiseError` (`io`, `changed-on-disk`). */
  readInto(target: Uint8Array, offset: number): number;
  /** The same without blocking. */
  readIntoAsync(target: Uint8Array, offset: number): Promise<number>;
  /** What tells a file from another one and from itself when it has changed: size, time and inode as they are now. */
  identity?(): string;
  /** Throws `changed-on-disk` when the bytes may no longer be those that were there when the source was opened. */
  assertUnchanged?(): void;
  close(): Promise<void>;
}

/** A range of a source. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}
