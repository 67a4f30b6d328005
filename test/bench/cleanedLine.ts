import type { OptimizeResult } from '../../src/shared/report/optimizeResult';
import { MOST_GROWTH, type CleanLimits } from './cleanLimits';

export interface CleanedLine {
  readonly text: string;
  /** What is beyond its limit, in words. */
  readonly missed: readonly string[];
}

/** A result in one line, with what it misses. `load`: median ratio of times to create a session, where it was measured. */
export function cleanedLine(result: OptimizeResult, load: number | undefined, limits: CleanLimits): CleanedLine {
  const { before, after, seconds } = result;
  const growth = after.bytes / before.bytes;
  const most = limits.nodes === undefined ? '' : ` (at most ${limits.nodes})`;
  const parts = [
    `${String(before.nodes).padStart(5)} → ${String(after.nodes).padEnd(5)} nodes${most} in ${seconds.toFixed(2)} s`,
    `file × ${growth.toFixed(3)}`,
    ...(load === undefined ? [] : [`load × ${load.toFixed(2)}`]),
    latencyText(result),
    outputText(result),
  ];
  const missed = missedLimits(result, limits);
  return { text: parts.join(', ') + missed.map(what => `, MISSED: ${what}`).join(''), missed };
}

function latencyText({ latency }: OptimizeResult): string {
  if (latency === undefined) return 'not measured';
  const { median, low, high, verdict } = latency.speedup;
  return `${(1 / median).toFixed(3)} (${(1 / high).toFixed(3)}–${(1 / low).toFixed(3)}) × the time, ${verdict}`;
}

function outputText({ verification }: OptimizeResult): string {
  if (verification === undefined) return 'outputs not verified';
  const { sqnrDb, roundingDb, verdict, inputs } = verification;
  const rounding = roundingDb === undefined ? '' : `, where rounding alone gives ${roundingDb.toFixed(0)} dB`;
  const of = inputs === 'synthetic' ? 'random inputs' : 'data';
  return `outputs ${verdict}${verdict === 'equal' ? '' : ` (${sqnrDb.toFixed(0)} dB${rounding})`} on ${of}`;
}

function missedLimits({ before, after, seconds, latency, verification }: OptimizeResult, limits: CleanLimits): readonly string[] {
  const checks: readonly (readonly [isMissed: boolean, what: string])[] = [
    [after.nodes > before.nodes, 'more nodes than before'],
    [after.nodes > (limits.nodes ?? Infinity), `${String(limits.nodes)} nodes`],
    [after.bytes > before.bytes * MOST_GROWTH, `file × ${String(MOST_GROWTH)}`],
    [seconds > (limits.seconds ?? Infinity), `${String(limits.seconds)} s`],
    [verification?.verdict === 'broken', 'the outputs of the model'],
    [
      latency !== undefined && isSlow(latency.speedup, limits.latency),
      `time × ${String(limits.latency?.toFixed(2))} or an interval below 1`,
    ],
  ];
  return checks.filter(([isMissed]) => isMissed).map(([, what]) => what);
}

function isSlow({ median, low }: { readonly median: number; readonly low: number }, most: number | undefined): boolean {
  return most !== undefined && (1 / median > most || low <= 1);
}
