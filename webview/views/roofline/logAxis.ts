/** A logarithmic axis over whole steps of 1, 2 and 5 times powers of ten. */
export interface LogAxis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 5] as const;
/** From this many decades on only powers of ten are ticks. */
const MANY_DECADES = 4;

/** Holds all values with some room at both ends. Values must be above 0. */
export function logAxis(low: number, high: number): LogAxis {
  const [from, to] = [low / 1.6, high * 1.6];
  const first = Math.floor(Math.log10(from));
  const last = Math.ceil(Math.log10(to));
  const steps = last - first > MANY_DECADES ? [1] : STEPS;
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => first + index).flatMap(exponent =>
    // Not 10 ** exponent: 10 ** -1 * 5 is no 0.5.
    steps.map(step => Number(`${step}e${exponent}`)),
  );
  return { from, to, ticks: ticks.filter(tick => tick >= from && tick <= to) };
}

/** 0..1 along the axis. */
export function logPlace({ from, to }: LogAxis, value: number): number {
  return Math.log(value / from) / Math.log(to / from);
}
