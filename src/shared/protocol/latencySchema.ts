import * as v from 'valibot';
import type { LatencyStatistics } from '../report/latency';

const MAX_SAMPLES = 1_000_000;

/** What could not be measured is NaN. */
const measured = v.union([v.number(), v.nan()]);

const samples = v.pipe(
  v.array(measured),
  v.maxLength(MAX_SAMPLES),
  v.transform(values => Float64Array.from(values)),
);

/** `LatencyStatistics` as read back from a file; samples lie there as plain numbers. */
export const latencySchema: v.GenericSchema<unknown, LatencyStatistics> = v.object({
  medianMs: measured,
  lowMs: measured,
  highMs: measured,
  minMs: measured,
  p90Ms: measured,
  p95Ms: measured,
  p99Ms: measured,
  throughputPerSecond: measured,
  runs: measured,
  warmupRuns: measured,
  sessions: measured,
  sessionSpread: measured,
  confidence: measured,
  processStartMs: measured,
  coldLoadMs: measured,
  loadMs: measured,
  firstRunMs: measured,
  warmupMs: measured,
  cpuMs: measured,
  pageFaults: measured,
  peakRssBytes: measured,
  arenaBytes: measured,
  kernelsMs: v.exactOptional(measured),
  residualMs: v.exactOptional(measured),
  reliable: v.boolean(),
  notes: v.array(v.string()),
  doubts: v.exactOptional(v.array(v.string())),
  samplesMs: samples,
});
