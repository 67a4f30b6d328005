import type { LatencyStatistics } from '../shared/report/latency';

/** The statistics as every report has them: what could not be measured is null; single runs are left out, and which of the notes are doubts. */
export function latencyStatisticsJson({
  samplesMs: _samples,
  doubts: _doubts,
  ...statistics
}: LatencyStatistics): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(statistics).map(([name, value]) => [name, typeof value === 'number' && !Number.isFinite(value) ? null : value]),
  );
}
