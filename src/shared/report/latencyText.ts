import { formatDuration } from '../base/formatNumber';
import type { LatencyStatistics } from './latency';

/** `fastest 56.1 ms, p90 …`. */
export function latencyQuantilesText({ minMs, p90Ms, p95Ms, p99Ms }: LatencyStatistics): string {
  return `fastest ${formatDuration(minMs)}, p90 ${formatDuration(p90Ms)}, p95 ${formatDuration(p95Ms)}, p99 ${formatDuration(p99Ms)}`;
}

/** From the start of a process to its steady state; what could not be measured is left out. */
export function latencyPhasesText({ processStartMs, coldLoadMs, loadMs, firstRunMs, warmupMs }: LatencyStatistics): string {
  const phases = [
    ['process', processStartMs],
    ['load from disk', coldLoadMs],
    ['load', loadMs],
    ['first run', firstRunMs],
    ['warm-up', warmupMs],
  ] as const;
  return phases.flatMap(([title, ms]) => (Number.isFinite(ms) ? [`${title} ${formatDuration(ms)}`] : [])).join(', ');
}
