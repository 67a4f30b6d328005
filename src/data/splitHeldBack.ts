import { seededRandom, shuffledIndexes } from '../shared/base/random';

/** Sample numbers, ascending. */
export interface HeldBackSplit {
  /** What passes may fit on. */
  readonly fit: readonly number[];
  /** What verification keeps for itself. */
  readonly heldBack: readonly number[];
}

const HELD_BACK_SHARE = 1 / 5;

/** A seeded fifth is held back, at least one sample of each part where there are two; a single sample is fitted on and nothing is held back. */
export function splitHeldBack(count: number, seed: number): HeldBackSplit {
  const order = shuffledIndexes(count, seededRandom(seed));
  const heldBackCount = count < 2 ? 0 : Math.min(count - 1, Math.max(1, Math.round(count * HELD_BACK_SHARE)));
  return { fit: ascending(order.subarray(heldBackCount)), heldBack: ascending(order.subarray(0, heldBackCount)) };
}

function ascending(indexes: Uint32Array): readonly number[] {
  return [...indexes.slice().sort()];
}
