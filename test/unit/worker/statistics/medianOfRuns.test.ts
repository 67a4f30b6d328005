import { describe, expect, it } from 'vitest';
import { normalFrom, seededRandom } from '../../../../src/shared/base/random';
import { independentRuns } from '../../../../src/worker/statistics/independentRuns';
import { medianInterval } from '../../../../src/worker/statistics/medianInterval';
import { medianOfRuns } from '../../../../src/worker/statistics/medianOfRuns';

const RUNS = 200;
const SERIES = 300;

/** Series around 0 whose neighbours have the correlation `alike` (first-order autoregressive). */
function seriesOf(alike: number): readonly number[][] {
  const normal = normalFrom(seededRandom(1));
  return Array.from({ length: SERIES }, () => {
    let value = normal();
    return Array.from({ length: RUNS }, () => (value = alike * value + Math.sqrt(1 - alike ** 2) * normal()));
  });
}

function covered(series: readonly number[][], interval: typeof medianOfRuns): number {
  const hits = series.map(interval).filter(({ low, high }) => low <= 0 && high >= 0);
  return hits.length / series.length;
}

describe('medianOfRuns', () => {
  it.each([0, 0.3, 0.6])('covers the median of runs with a correlation of %f', alike => {
    expect(covered(seriesOf(alike), medianOfRuns)).toBeGreaterThan(0.92);
  });

  it('is needed: order statistics of dependent runs cover far less than they say', () => {
    expect(covered(seriesOf(0.6), values => medianInterval(values))).toBeLessThan(0.85);
  });

  it('hardly widens the interval of independent runs', () => {
    const width = ({ low, high }: ReturnType<typeof medianOfRuns>): number => high - low;
    const [wide, narrow] = [medianOfRuns, (values: number[]) => medianInterval(values)].map(interval =>
      seriesOf(0).reduce((sum, values) => sum + width(interval(values)), 0),
    );
    expect((wide ?? 0) / (narrow ?? 1)).toBeLessThan(1.1);
  });

  it('takes two speeds one after the other for what they are', () => {
    const slower = Array.from({ length: 40 }, (_, run) => (run < 20 ? 10 : 12) + (run % 5) / 100);
    expect(medianOfRuns(slower)).toMatchObject({ low: 10, high: 12.04 });
  });
});

describe('independentRuns', () => {
  it('is the number of runs where all are equal, or where neighbours differ more than by chance', () => {
    expect(independentRuns(new Float64Array(30).fill(5))).toBe(30);
    expect(independentRuns(Array.from({ length: 30 }, (_, run) => run % 2))).toBe(30);
    expect(independentRuns([3])).toBe(1);
  });
});
