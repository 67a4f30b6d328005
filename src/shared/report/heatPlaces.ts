interface Colored {
  readonly values: Float64Array;
  readonly scale: 'linear' | 'log';
  readonly direction: 'high-is-hot' | 'low-is-hot';
  /** Ends of the colours. */
  readonly domain: readonly [number, number];
  /** At or below this a value is not told apart from zero. */
  readonly floor: number;
}

/** From a value to its place on the ramp of colours, and back. */
export interface HeatPlaces {
  /** 0 (cold) … 1 (hot); 0 for unknown values. */
  heat(value: number): number;
  /** The value at a place of the ramp, the inverse of `heat`. */
  valueAt(t: number): number;
}

/** `range`: ends of the colours in place of the column's own. */
export function heatPlaces(column: Colored, isLog: boolean, range?: readonly [number, number]): HeatPlaces {
  const [low, high] = column.domain;
  const [from, to] = range ?? [isLog ? smallestShown(column) : low, high];
  const place = isLog ? logPlace(from, to) : linearPlace(from, to);
  const turn = (t: number): number => (column.direction === 'low-is-hot' ? 1 - t : t);
  return {
    heat: value => (Number.isNaN(value) ? 0 : clampShare(turn(clampShare(place(value))))),
    valueAt: t => (isLog ? from * (to / from) ** turn(t) : from + (to - from) * turn(t)),
  };
}

/** 0 at `low` … 1 at `high`, and on beyond. */
export function linearPlace(low: number, high: number): (value: number) => number {
  return value => (high > low ? (value - low) / (high - low) : 0);
}

/** Within 0..1; 0 for what is no number. */
export function clampShare(t: number): number {
  return Number.isFinite(t) ? Math.max(0, Math.min(1, t)) : 0;
}

function logPlace(low: number, high: number): (value: number) => number {
  const span = Math.log(high / low);
  return value => (span > 0 && value > 0 ? Math.log(value / low) / span : 0);
}

/** Four decades at most: what is smaller has the coldest colour. */
function smallestShown({ domain: [low, high], values, floor }: Colored): number {
  const smallest = values.reduce((found, value) => (value > 0 && value < found ? value : found), high);
  return Math.max(low, floor, smallest, high * 1e-4);
}
