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
  const { starts } = frame.steps;
  const { first, end } = stepsInView(frame);
  const bars: StepBar[] = [];
  let binEnd = -Infinity;
  const add = (step: number) => {
    const x = Math.max(frame.tracks.left, xOf(frame, starts[step] ?? 0));
    const right = Math.min(frame.tracks.right, xOf(frame, starts[step + 1] ?? 0));
    const last = bars.at(-1);
    if (right <= binEnd && last !== undefined) {
      if (weight(step) > weight(last.step)) bars[bars.length - 1] = { ...last, step };
      return;
    }
    const width = Math.max(NARROWEST, right - x);
    bars.push({ step, x, width });
    binEnd = x + width;
  };
  if (among === undefined) for (let step = first; step < end; step++) add(step);
  else for (const step of among) if (step >= first && step < end) add(step);
  return bars;
}
