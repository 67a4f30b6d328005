import { seededRandom, type Random } from '../../shared/base/random';
import type { Speedup } from '../../shared/report/comparison';
import { cleanRuns, everyBlock, everyRun, sidesOfBlocks, type Round, type RunFilter } from './abbaRound';
import type { Interval } from './interval';
import { resolvesRuns } from './cpuClock';
import { combineSessions, type SessionEstimate } from './randomEffects';
import { speedVerdict } from './speedVerdict';
import { Z_95 } from './studentQuantile';
import { quantileOfSorted, sorted } from '../../shared/base/quantile';

const RESAMPLES = 200;

type TimeMeasure = 'wallMs' | 'cpuMs';

/** What stands for the times of one side. */
type Usual = (times: Float64Array) => number;

/** What one pair of sessions says about base / variant, in logarithms, and the base's median in milliseconds; NaN for CPU time where its clock stood still. */
export interface RoundEstimate {
  readonly wall: SessionEstimate;
  readonly cpu: SessionEstimate;
  readonly baseMs: number;
}

/**
 * Ratio of medians, base / variant, of one pair of sessions. Its variance is that of a paired bootstrap that resamples whole ABBA blocks, so what disturbs a
 * block disturbs both sides of it (Efron and Tibshirani 1993, chapter 8). Blocks are drawn in stretches of consecutive ones: other programs come and go for many
 * runs at a time, and blocks drawn one by one would take that for independent evidence (circular block bootstrap, Politis and Romano 1992). Where nearly every run
 * was disturbed, CPU time stands for the wall clock with one thread: a run that is not disturbed takes its CPU time.
 */
export function estimateRound(round: Round, seed: number, threads: number): RoundEstimate {
  const clean = cleanRuns(round);
  const counts = clean ?? everyRun;
  const hasCpuTimes = resolvesRuns(round.cpuMs);
  const estimate = (measure: TimeMeasure): SessionEstimate => {
    const usual = measure === 'cpuMs' && !hasCpuTimes ? meanOf : medianOf;
    return logRatio(round, measure, usual, counts, seededRandom(seed));
  };
  const wall = clean === undefined && threads === 1 && hasCpuTimes ? 'cpuMs' : 'wallMs';
  return {
    wall: estimate(wall),
    cpu: estimate('cpuMs'),
    baseMs: medianOf(sidesOfBlocks(round, wall, everyBlock(round), counts).base),
  };
}

/** How much faster the variant is: pairs of sessions combined into one ratio with its 95 % interval, its verdict, and the ratio of CPU times beside it. */
export function speedupOfRounds(rounds: readonly RoundEstimate[], threads: number): Speedup {
  const wall = ratioInterval(rounds.map(round => round.wall));
  const cpu = ratioInterval(rounds.map(round => round.cpu));
  const logs = rounds.map(({ baseMs }) => Math.log(baseMs));
  const baseMs = Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length);
  const witness = threads === 1 && Number.isFinite(cpu.median) ? cpu : undefined;
  const delta = (ratio: number): number => baseMs * (1 / ratio - 1);
  return {
    ...wall,
    verdict: speedVerdict(wall, witness),
    cpuRatio: cpu.median,
    deltaMs: { median: delta(wall.median), low: delta(wall.high), high: delta(wall.low) },
    sessions: rounds.length,
  };
}

function ratioInterval(sessions: readonly SessionEstimate[]): Interval {
  const { median, low, high } = combineSessions(sessions);
  return { median: Math.exp(median), low: Math.exp(low), high: Math.exp(high) };
}

function logRatio(round: Round, measure: TimeMeasure, usual: Usual, counts: RunFilter, random: Random): SessionEstimate {
  const blocks = everyBlock(round);
  const drawn = new Uint32Array(blocks.length);
  const resampled = Array.from({ length: RESAMPLES }, () => {
    drawStretches(drawn, random);
    return ratioOf(usual, round, measure, drawn, counts);
  });
  // A draw of blocks without any run of one side that counts has no ratio.
  const ordered = sorted(resampled.filter(Number.isFinite));
  const error = (quantileOfSorted(ordered, 0.975) - quantileOfSorted(ordered, 0.025)) / (2 * Z_95);
  return { value: ratioOf(usual, round, measure, blocks, counts), variance: error * error };
}

function ratioOf(usual: Usual, round: Round, measure: TimeMeasure, blocks: Uint32Array, counts: RunFilter): number {
  const { base, variant } = sidesOfBlocks(round, measure, blocks, counts);
  return Math.log(usual(base) / usual(variant));
}

function medianOf(times: Float64Array): number {
  return quantileOfSorted(times.sort(), 0.5);
}

/** Of a clock whose steps are too coarse for the median. */
function meanOf(times: Float64Array): number {
  return times.reduce((sum, ms) => sum + ms, 0) / times.length;
}

/** Fills `drawn` with stretches of about √n consecutive blocks of n, each from a random start and going round. */
function drawStretches(drawn: Uint32Array, random: Random): void {
  const blocks = drawn.length;
  const stretch = Math.max(1, Math.round(Math.sqrt(blocks)));
  for (let at = 0, start = 0; at < blocks; at++) {
    if (at % stretch === 0) start = Math.floor(random() * blocks);
    drawn[at] = (start + (at % stretch)) % blocks;
  }
}
