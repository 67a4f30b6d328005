import * as v from 'valibot';
import type { LatencyStatistics } from '../../shared/report/latency';

const MAX_SAMPLES = 1_000_000;

const samples = v.pipe(
  v.array(v.number()),
  v.maxLength(MAX_SAMPLES),
  v.transform(values => Float64Array.from(values)),
);

/** NaN where two sessions share a process, so that whose memory it is cannot be told. */
const knownOrNot = v.union([v.number(), v.nan()]);

/** `LatencyStatistics` as read back from a file; samples lie there as plain numbers. */
export const latencySchema: v.GenericSchema<unknown, LatencyStatistics> = v.object({
  medianMs: v.number(),
  lowMs: v.number(),
  highMs: v.number(),
  minMs: v.number(),
  p90Ms: v.number(),
  p99Ms: v.number(),
  runs: v.number(),
  warmupRuns: v.number(),
  confidence: v.number(),
  loadMs: v.number(),
  firstRunMs: v.number(),
  cpuMs: v.number(),
  peakRssBytes: knownOrNot,
  kernelsMs: v.exactOptional(v.number()),
  residualMs: v.exactOptional(v.number()),
  reliable: v.boolean(),
  notes: v.array(v.string()),
  samplesMs: samples,
});
