import type { Cuts } from './cuts';

/** Positions of a region without cuts that reads several long skips. */
export interface NeckRegion {
  readonly start: number;
  readonly end: number;
  /** Positions in it that read a long skip. */
  readonly lateral: ReadonlySet<number>;
}

/** What many nodes read from far away is conditioning (masks, positions, embeddings of time), not a skip. */
const MOST_FAR_READERS = 2;
const FEWEST_SKIPS = 2;

/** The region from the first reader of a long skip to the cut behind the last reader that it reaches; `undefined` without at least two skips. */
export function findNeck({ isCut, skips }: Cuts): NeckRegion | undefined {
  const readers = skips.filter(skip => skip.readers.length <= MOST_FAR_READERS).map(skip => skip.readers[0] ?? 0);
  if (readers.length < FEWEST_SKIPS) return undefined;
  const start = readers.reduce((least, reader) => Math.min(least, reader));
  let end = start + 1;
  while (end < isCut.length && isCut[end] === 0) end++;
  const lateral = new Set(readers.filter(reader => reader < end));
  return lateral.size < FEWEST_SKIPS ? undefined : { start, end, lateral };
}
