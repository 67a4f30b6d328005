import type { SweepCost, SweepPoint, SweepPointResult } from '../../shared/report/sweep';

/** Share of the best throughput from which on more latency is not worth it. */
const KNEE = 0.9;
/** Instances are planned to be busy for this share of the time: at full load queues grow without bound. */
export const PLANNED_UTILIZATION = 0.7;
const SECONDS_PER_HOUR = 3600;

/** What one instance costs per hour, and how many samples per second have to be served. */
export interface Economics {
  readonly pricePerHour: number | undefined;
  readonly loadPerSecond: number | undefined;
}

/** The points with their parallel efficiency and cost. */
export function completePoints(points: readonly SweepPoint[], economics: Economics): readonly SweepPointResult[] {
  return points.map(point => ({ ...point, efficiency: parallelEfficiency(point, points), cost: costOf(point, economics) }));
}

function parallelEfficiency(point: SweepPoint, points: readonly SweepPoint[]): number | undefined {
  const same = JSON.stringify(point.dims);
  const alone = points.find(other => other.threads === 1 && other.batch === point.batch && JSON.stringify(other.dims) === same);
  if (alone?.measured === undefined || point.measured === undefined) return undefined;
  return point.measured.throughputPerSecond / alone.measured.throughputPerSecond / point.threads;
}

function costOf({ measured }: SweepPoint, { pricePerHour, loadPerSecond }: Economics): SweepCost | undefined {
  if (measured === undefined || (pricePerHour ?? loadPerSecond) === undefined) return undefined;
  const perMillion = pricePerHour === undefined ? undefined : (pricePerHour / SECONDS_PER_HOUR / measured.throughputPerSecond) * 1e6;
  const instances =
    loadPerSecond === undefined ? undefined : Math.ceil(loadPerSecond / (measured.throughputPerSecond * PLANNED_UTILIZATION));
  return { perMillion, instances };
}

/** Position of the least latency among the points that reach 90 % of the best throughput. */
export function kneeOf(points: readonly SweepPoint[]): number | undefined {
  const best = Math.max(...points.map(({ measured }) => measured?.throughputPerSecond ?? 0));
  return indexOfBest(points, ({ measured }) =>
    measured !== undefined && measured.throughputPerSecond >= KNEE * best ? -measured.medianMs : undefined,
  );
}

/** Position of the most throughput among the points whose p90 is within the limit. */
export function bestWithin(points: readonly SweepPoint[], limitMs: number | undefined): number | undefined {
  if (limitMs === undefined) return undefined;
  return indexOfBest(points, ({ measured }) =>
    measured !== undefined && measured.p90Ms <= limitMs ? measured.throughputPerSecond : undefined,
  );
}

/** Position of the largest score; `undefined` scores do not take part. */
function indexOfBest(points: readonly SweepPoint[], score: (point: SweepPoint) => number | undefined): number | undefined {
  let best: { readonly index: number; readonly score: number } | undefined;
  points.forEach((point, index) => {
    const value = score(point);
    if (value !== undefined && (best === undefined || value > best.score)) best = { index, score: value };
  });
  return best?.index;
}
