import type { RigorName } from '../shared/report/jobRequest';

/** How long and how often is measured. */
export interface Rigor {
  /** Warm-up ends when times are stable, at the latest after this. */
  readonly warmupMs: number;
  /** Measuring a session ends when its interval is narrow enough, at the latest after this (but never before `fewestRuns`). */
  readonly measureMs: number;
  readonly fewestRuns: number;
  readonly mostRuns: number;
  /** Half-width of the median's interval, relative, that is narrow enough. */
  readonly halfWidth: number;
  /** Sessions, each in a fresh process. After the fewest it goes on until the interval over all of them is narrow enough, or for the longest time. */
  readonly fewestSessions: number;
  readonly mostSessions: number;
  readonly longestMs: number;
  /** Whether loading is also timed with the file out of the system's cache. */
  readonly coldLoad: boolean;
  /** Profiled runs, for kernel times. */
  readonly profileMs: number;
  readonly fewestProfiledRuns: number;
  readonly mostProfiledRuns: number;
  /** Whether kernels are also timed with one thread when there are several, for their parallel efficiency. */
  readonly threadEfficiency: boolean;
  readonly comparison: ComparisonRigor;
}

/** The same for two models, interleaved. */
export interface ComparisonRigor {
  readonly warmupMs: number;
  /** One round: a pair of fresh sessions, interleaved for this long, or as long as they took to load. */
  readonly roundMs: number;
  readonly fewestRounds: number;
  readonly mostRounds: number;
  /** No further round after this, or after the most rounds, unless it is undecided. */
  readonly longestMs: number;
  /** No further round after this where the ratio lies outside of the dead zone and its interval does not. */
  readonly longestUndecidedMs: number;
  /** Half-width of the ratio's interval that is narrow enough. */
  readonly halfWidth: number;
  /** Whether every round has a process of its own. */
  readonly freshProcesses: boolean;
}

const RIGOR: Readonly<Record<RigorName, Rigor>> = {
  quick: {
    warmupMs: 300,
    measureMs: 1000,
    fewestRuns: 6,
    mostRuns: 2000,
    halfWidth: 0.03,
    fewestSessions: 1,
    mostSessions: 1,
    longestMs: 1000,
    coldLoad: false,
    profileMs: 500,
    fewestProfiledRuns: 3,
    mostProfiledRuns: 30,
    threadEfficiency: false,
    comparison: {
      warmupMs: 200,
      roundMs: 500,
      fewestRounds: 2,
      mostRounds: 4,
      longestMs: 2000,
      longestUndecidedMs: 4000,
      halfWidth: 0.03,
      freshProcesses: false,
    },
  },
  normal: {
    warmupMs: 1000,
    measureMs: 1500,
    fewestRuns: 10,
    mostRuns: 5000,
    halfWidth: 0.02,
    fewestSessions: 3,
    mostSessions: 5,
    longestMs: 8000,
    coldLoad: true,
    profileMs: 2500,
    fewestProfiledRuns: 5,
    mostProfiledRuns: 100,
    threadEfficiency: true,
    comparison: {
      warmupMs: 300,
      roundMs: 600,
      fewestRounds: 6,
      mostRounds: 16,
      longestMs: 12_000,
      longestUndecidedMs: 36_000,
      halfWidth: 0.01,
      freshProcesses: false,
    },
  },
  strict: {
    warmupMs: 1500,
    measureMs: 2000,
    fewestRuns: 20,
    mostRuns: 10_000,
    halfWidth: 0.02,
    fewestSessions: 5,
    mostSessions: 12,
    longestMs: 30_000,
    coldLoad: true,
    profileMs: 5000,
    fewestProfiledRuns: 10,
    mostProfiledRuns: 200,
    threadEfficiency: true,
    comparison: {
      warmupMs: 300,
      roundMs: 800,
      fewestRounds: 8,
      mostRounds: 24,
      longestMs: 30_000,
      longestUndecidedMs: 60_000,
      halfWidth: 0.01,
      freshProcesses: true,
    },
  },
};

export function rigorOf(name: RigorName): Rigor {
  return RIGOR[name];
}
