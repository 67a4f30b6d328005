import type { Staircase, TimedForm, TimedWidth } from '../../shared/report/layerTiming';

/** A step is higher than this: each width has a comparison of its own, so twice the dead zone of one. */
const DEAD_ZONE = 1.04;

/** Time over that of the layer as it is, with its interval. */
interface RelativeTime {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

/** Widths in order, with the steps that their times form: what is measurably slower than the narrowest of a step begins the next one. */
export function staircase(side: Staircase['side'], channels: number, forms: ReadonlyMap<number, TimedForm>): Staircase {
  const sorted = [...forms].sort(([a], [b]) => a - b).map(([width, form]) => ({ width, form, time: relativeTime(form) }));
  let step = -1;
  let first: RelativeTime | undefined;
  const widths = sorted.map(({ width, form, time }, index): TimedWidth => {
    const slowerThan = sorted.slice(index + 1).find(wider => isSlower(time, wider.time))?.width;
    if (slowerThan !== undefined) return { channels: width, form, step: undefined, slowerThan };
    if (first === undefined || isSlower(time, first)) {
      first = time;
      step++;
    }
    return { channels: width, form, step, slowerThan };
  });
  return { side, channels, widths };
}

function relativeTime({ speedup }: TimedForm): RelativeTime {
  if (speedup === undefined) return { middle: 1, low: 1, high: 1 };
  const [low, high] = [1 / speedup.high, 1 / speedup.low];
  const isDecided = speedup.verdict === 'faster' || speedup.verdict === 'slower';
  // The verdict also goes by CPU time: what is no measurable difference to the layer as it is must be none here either.
  return { middle: 1 / speedup.median, low: isDecided ? low : Math.min(low, 1), high: isDecided ? high : Math.max(high, 1) };
}

function isSlower(a: RelativeTime, b: RelativeTime): boolean {
  return a.low > b.high && a.middle > DEAD_ZONE * b.middle;
}
