import type { Buffer } from './sharedBuffers';

/** Allocations are rounded up to this; the first region has this size; further ones double (onnxruntime `core/framework/bfc_arena.cc`). */
const ALIGNMENT_BYTES = 256;
const FIRST_REGION_BYTES = 2 ** 20;
const MAX_REGION_BYTES = 2 ** 30;
/** A chunk that is less than twice as large as needed is handed out whole, unless more than this were wasted. */
const MAX_DEAD_BYTES = 128 * 2 ** 20;

interface Chunk {
  size: number;
  inUse: boolean;
  /** Later regions have lower addresses, as the system maps them downwards. */
  readonly region: number;
  readonly offset: number;
  /** Neighbours in the same region. */
  before: Chunk | undefined;
  after: Chunk | undefined;
}

/**
 * The runtime's arena: regions that grow in powers of two, best fit among free chunks, neighbours joined when freed. Replays the allocations and gives the
 * largest number of bytes in use, which is what the runtime reports as its peak (`mem_in_use_peak`).
 */
class Arena {
  peakBytes = 0;
  private inUseBytes = 0;
  private nextRegionBytes = FIRST_REGION_BYTES;
  private regions = 0;
  /** Free chunks, smallest first, equal ones by address. */
  private readonly free: Chunk[] = [];

  allocate(bytes: number): Chunk {
    const size = Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    const chunk = this.takeFree(size) ?? this.newRegion(size);
    if (chunk.size >= 2 * size || chunk.size - size >= MAX_DEAD_BYTES) this.split(chunk, size);
    chunk.inUse = true;
    this.inUseBytes += chunk.size;
    this.peakBytes = Math.max(this.peakBytes, this.inUseBytes);
    return chunk;
  }

  release(chunk: Chunk): void {
    this.inUseBytes -= chunk.size;
    chunk.inUse = false;
    let joined = chunk;
    if (joined.after !== undefined && !joined.after.inUse) this.join(joined, this.removeFree(joined.after));
    if (joined.before !== undefined && !joined.before.inUse) {
      const before = this.removeFree(joined.before);
      this.join(before, joined);
      joined = before;
    }
    this.insertFree(joined);
  }

  private takeFree(size: number): Chunk | undefined {
    return this.free.splice(
      this.lowerBound(candidate => candidate.size < size),
      1,
    )[0];
  }

  /** One chunk that is a whole new region. A region that was large enough anyway doubles the size of the next. */
  private newRegion(size: number): Chunk {
    const before = this.nextRegionBytes;
    while (this.nextRegionBytes < size) this.nextRegionBytes *= 2;
    const region: Chunk = {
      size: this.nextRegionBytes,
      inUse: false,
      region: this.regions++,
      offset: 0,
      before: undefined,
      after: undefined,
    };
    if (this.nextRegionBytes === before && 2 * before < MAX_REGION_BYTES) this.nextRegionBytes *= 2;
    return region;
  }

  private split(chunk: Chunk, size: number): void {
    const { region, after } = chunk;
    const rest: Chunk = { size: chunk.size - size, inUse: false, region, offset: chunk.offset + size, before: chunk, after };
    if (chunk.after !== undefined) chunk.after.before = rest;
    chunk.after = rest;
    chunk.size = size;
    this.insertFree(rest);
  }

  private join(left: Chunk, right: Chunk): void {
    left.size += right.size;
    left.after = right.after;
    if (right.after !== undefined) right.after.before = left;
  }

  private insertFree(chunk: Chunk): void {
    this.free.splice(
      this.lowerBound(candidate => comesBefore(candidate, chunk)),
      0,
      chunk,
    );
  }

  private removeFree(chunk: Chunk): Chunk {
    this.free.splice(
      this.lowerBound(candidate => comesBefore(candidate, chunk)),
      1,
    );
    return chunk;
  }

  /** Position of the first free chunk for which `isBefore` no longer holds. */
  private lowerBound(isBefore: (chunk: Chunk) => boolean): number {
    let low = 0;
    let high = this.free.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = this.free[middle];
      if (candidate !== undefined && isBefore(candidate)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function comesBefore(a: Chunk, b: Chunk): boolean {
  if (a.size !== b.size) return a.size < b.size;
  return a.region === b.region ? a.offset < b.offset : a.region > b.region;
}

/** Peak bytes in use of the runtime's arena when each buffer is taken as its first node runs and given back after its last; NaN when a size is not known. */
export function planArena(buffers: readonly Buffer[]): number {
  if (buffers.some(buffer => Number.isNaN(buffer.bytes))) return Number.NaN;
  const starts = [...buffers].sort((a, b) => a.first - b.first);
  const ends = [...buffers].sort((a, b) => a.last - b.last);
  const arena = new Arena();
  // A session has put small things of its own into the first region before it runs, so that tensors do not get it whole.
  arena.allocate(ALIGNMENT_BYTES);
  const chunks = new Map<Buffer, Chunk>();
  let ended = 0;
  for (const buffer of starts) {
    for (let next = ends[ended]; next !== undefined && next.last < buffer.first; next = ends[++ended]) {
      const chunk = chunks.get(next);
      if (chunk !== undefined) arena.release(chunk);
    }
    if (buffer.bytes > 0) chunks.set(buffer, arena.allocate(buffer.bytes));
  }
  return Math.max(0, arena.peakBytes - ALIGNMENT_BYTES);
}
