import { stepsInView, xOf, type TimelineFrame } from './timelineFrame';

/** One rectangle of a track: a step, or, where steps are narrower than a pixel, the one that stands for them all. */
export interface StepBar {
  readonly step: number;
  readonly x: number;
  readonly width: number;
}

const NARROWEST = 1;

/**
 * Rectangles of the steps on screen from left to right; `among` only these, ascending. Of the steps that share a pixel the one with the largest `weight` is
 * drawn, so that nothing hot is lost and a hundred thousand steps are as quick to draw as the figure is wide.
 */
export function stepBars(frame: TimelineFrame, weight: (step: number) => number, among?: Int32Array): readonly StepBar[] {
  const { steps, tracks } = frame;
  const { first, end } = stepsInView(frame);
  // A hundred thousand steps are looked at for every picture, so their places are computed here and not by `xOf`.
  const origin = xOf(frame, 0);
  const perPlace = (xOf(frame, steps.end) - origin) / steps.end;
  const bars: StepBar[] = [];
  let [binEnd, heaviest] = [-Infinity, -Infinity];
  const add = (step: number) => {
    const right = Math.min(tracks.right, origin + perPlace * (steps.starts[step + 1] ?? 0));
    const last = bars.length - 1;
    if (right <= binEnd) {
      const own = weight(step);
      const bar = bars[last];
      if (own <= heaviest || bar === undefined) return;
      heaviest = own;
      bars[last] = { ...bar, step };
      return;
    }
    const x = Math.max(tracks.left, origin + perPlace * (steps.starts[step] ?? 0));
    const width = Math.max(NARROWEST, right - x);
    bars.push({ step, x, width });
    binEnd = x + width;
    heaviest = weight(step);
  };
  if (among === undefined) for (let step = first; step < end; step++) add(step);
  else for (let index = lowerBound(among, first); index < among.length && (among[index] ?? end) < end; index++) add(among[index] ?? 0);
  return bars;
}

/** Position of the first value that is not below `least`; `values` ascend. */
function lowerBound(values: Int32Array, least: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
