import type { ProfileRequest } from '../shared/report/jobRequest';

/** How long and how often is measured. */
export interface Rigor {
  /** Warm-up ends when times are stable, at the latest after this. */
  readonly warmupMs: number;
  /** Measuring ends when the interval is narrow enough, at the latest after this (but never before `fewestRuns`). */
  readonly measureMs: number;
  readonly fewestRuns: number;
  readonly mostRuns: number;
  /** Half-width of the median's interval, relative, that is narrow enough. */
  readonly halfWidth: number;
  /** Profiled runs, for kernel times. */
  readonly profileMs: number;
  readonly fewestProfiledRuns: number;
  readonly mostProfiledRuns: number;
}

const RIGOR: Readonly<Record<ProfileRequest['rigor'], Rigor>> = {
  quick: {
    warmupMs: 500,
    measureMs: 1200,
    fewestRuns: 6,
    mostRuns: 2000,
    halfWidth: 0.03,
    profileMs: 700,
    fewestProfiledRuns: 3,
    mostProfiledRuns: 30,
  },
  normal: {
    warmupMs: 1500,
    measureMs: 5000,
    fewestRuns: 10,
    mostRuns: 10_000,
    halfWidth: 0.01,
    profileMs: 2500,
    fewestProfiledRuns: 5,
    mostProfiledRuns: 100,
  },
};

export function rigorOf(name: ProfileRequest['rigor']): Rigor {
  return RIGOR[name];
}
