import type { Buffer } from './sharedBuffers';

interface Gap {
  offset: number;
  size: number;
}

/** Allocations of the runtime's arena are rounded up to this. */
const ALIGNMENT_BYTES = 256;

/**
 * Bytes of one arena that holds all buffers when each gets, as its first node runs, the smallest gap that fits (best fit), and gives it back after its last.
 * NaN when a size is not known.
 */
export function planArena(buffers: readonly Buffer[]): number {
  if (buffers.some(buffer => Number.isNaN(buffer.bytes))) return Number.NaN;
  const starts = buffers.map((buffer, index) => ({ index, buffer })).sort((a, b) => a.buffer.first - b.buffer.first || a.index - b.index);
  const ends = [...starts].sort((a, b) => a.buffer.last - b.buffer.last);
  const offsets = new Map<Buffer, number>();
  const gaps: Gap[] = [];
  let extent = 0;
  let ended = 0;
  for (const { buffer } of starts) {
    for (let next = ends[ended]; next !== undefined && next.buffer.last < buffer.first; next = ends[++ended])
      release(gaps, offsets.get(next.buffer) ?? 0, sizeOf(next.buffer));
    const size = sizeOf(buffer);
    if (size === 0) {
      offsets.set(buffer, 0);
      continue;
    }
    const offset = take(gaps, size) ?? extend(gaps, size, extent);
    extent = Math.max(extent, offset + size);
    offsets.set(buffer, offset);
  }
  return extent;
}

function sizeOf(buffer: Buffer): number {
  return Math.ceil(buffer.bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}

/** Offset of the smallest gap that fits, which shrinks by `size`. */
function take(gaps: Gap[], size: number): number | undefined {
  let best: Gap | undefined;
  for (const gap of gaps) if (gap.size >= size && (best === undefined || gap.size < best.size)) best = gap;
  if (best === undefined) return undefined;
  const { offset } = best;
  best.offset += size;
  best.size -= size;
  if (best.size === 0) gaps.splice(gaps.indexOf(best), 1);
  return offset;
}

/** Grows the arena at its end, using a gap that touches the end. */
function extend(gaps: Gap[], size: number, extent: number): number {
  const last = gaps.findIndex(gap => gap.offset + gap.size === extent);
  const gap = gaps[last];
  if (gap === undefined || gap.size > size) return extent;
  gaps.splice(last, 1);
  return gap.offset;
}

/** Puts a range back among the gaps, sorted by offset, joined with its neighbours. */
function release(gaps: Gap[], offset: number, size: number): void {
  if (size === 0) return;
  let at = gaps.findIndex(gap => gap.offset > offset);
  if (at < 0) at = gaps.length;
  const before = gaps[at - 1];
  const after = gaps[at];
  const joinsBefore = before !== undefined && before.offset + before.size === offset;
  const joinsAfter = after !== undefined && offset + size === after.offset;
  if (joinsBefore) {
    before.size += size + (joinsAfter ? after.size : 0);
    if (joinsAfter) gaps.splice(at, 1);
  } else if (joinsAfter) {
    after.offset = offset;
    after.size += size;
  } else gaps.splice(at, 0, { offset, size });
}
