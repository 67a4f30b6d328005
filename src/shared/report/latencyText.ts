import { formatDuration } from '../base/formatNumber';
import * as l10n from '../base/l10n';
import type { LatencyStatistics } from './latency';

/** `fastest 56.1 ms, p90 …`. */
export function latencyQuantilesText({ minMs, p90Ms, p95Ms, p99Ms }: LatencyStatistics): string {
  return l10n.t('fastest {0}, p90 {1}, p95 {2}, p99 {3}', ...[minMs, p90Ms, p95Ms, p99Ms].map(formatDuration));
}

/** From the start of a process to its steady state; what could not be measured is left out. */
export function latencyPhasesText({ processStartMs, coldLoadMs, loadMs, firstRunMs, warmupMs }: LatencyStatistics): string {
  const phases = [
    [l10n.t('process'), processStartMs],
    [l10n.t('load from disk'), coldLoadMs],
    [l10n.t('load'), loadMs],
    [l10n.t('first run'), firstRunMs],
    [l10n.t('warm-up'), warmupMs],
  ] as const;
  return phases.flatMap(([title, ms]) => (Number.isFinite(ms) ? [`${title} ${formatDuration(ms)}`] : [])).join(', ');
}
