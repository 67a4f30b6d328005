import { describe, expect, it } from 'vitest';
import { staircase } from '../../../../src/worker/isolated/staircase';
import type { TimedForm } from '../../../../src/shared/report/layerTiming';
import { staircaseSentence } from '../../../../src/shared/report/layerTimingText';

/** Times in milliseconds, each known to ±1 %; the layer as it is takes 1.61 ms. */
function form(medianMs: number): TimedForm {
  const median = 1.61 / medianMs;
  const speedup = { median, low: median * 0.99, high: median * 1.01 };
  return {
    ...{ medianMs, lowMs: medianMs, highMs: medianMs, kernelMs: medianMs, borderMs: 0, kernels: [], macs: 1, flops: 2, flopPerSecond: 1 },
    ...{ ofRoof: undefined, bound: undefined, roofNote: undefined, reliable: true },
    speedup: { ...speedup, verdict: 'faster', cpuRatio: median, sessions: 2, deltaMs: { median: 0, low: 0, high: 0 } },
  };
}

const stairs = (times: Readonly<Record<number, number>>) => {
  const forms = Object.entries(times).map(([width, ms]) => [Number(width), form(ms)] as const);
  return staircase('output', 64, new Map([...forms, [64, { ...form(1.61), speedup: undefined }]]));
};

describe('staircase', () => {
  it('finds steps, and widths beside them', () => {
    const result = stairs({ 32: 0.45, 48: 0.88, 52: 1.57, 56: 1.58, 60: 1.57, 62: 2.39 });
    expect(result.widths.map(({ channels, step, slowerThan }) => [channels, step, slowerThan])).toEqual([
      [32, 0, undefined],
      [48, 1, undefined],
      [52, 2, undefined],
      [56, 2, undefined],
      [60, 2, undefined],
      [62, undefined, 64],
      [64, 2, undefined],
    ]);
    expect(staircaseSentence(result)).toBe('Of its output channels 52 to 64 take the same time; 62 take more time than 64.');
  });

  it('goes by the verdict on the layer as it is', () => {
    const narrower = form(1.5);
    const undecided = { ...narrower, speedup: narrower.speedup && { ...narrower.speedup, verdict: 'no measurable difference' as const } };
    const own = { ...form(1.61), speedup: undefined };
    const steps = (other: TimedForm) =>
      staircase('output', 64, new Map([[56, other], [64, own]])).widths.map(({ step }) => step); // prettier-ignore
    expect([steps(undecided), steps(narrower)]).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  it('says where there are no steps, and where there is only one', () => {
    expect(staircaseSentence(stairs({ 32: 0.8, 48: 1.2 }))).toMatch(/follows its output channels/);
    expect(staircaseSentence(stairs({ 32: 1.6, 48: 1.61 }))).toMatch(
      /does not depend on its output channels here: 32 to 64 take the same time/,
    );
  });
});
