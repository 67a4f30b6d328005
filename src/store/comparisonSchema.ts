import * as v from 'valibot';
import { latencySchema } from '../shared/protocol/latencySchema';
import type { LatencyComparison, OutputComparison, TaskMetric } from '../shared/report/comparison';

/** What could not be measured is NaN, and outputs of a broken variant may be anything. */
export const anyNumber = v.union([v.number(), v.nan()]);
const estimate = v.object({ value: anyNumber, low: anyNumber, high: anyNumber });

export const metricSchema: v.GenericSchema<unknown, TaskMetric> = v.object({
  name: v.literal('accuracy'),
  samples: v.number(),
  before: estimate,
  after: estimate,
  drop: v.exactOptional(estimate),
});

/** Fields of an `OutputComparison` with its verdict. */
export const outputEntries = {
  samples: v.number(),
  inputs: v.picklist(['held-back', 'data', 'synthetic']),
  maxAbs: anyNumber,
  sqnrDb: anyNumber,
  roundingDb: v.exactOptional(anyNumber),
  cosine: anyNumber,
  top1Agreement: v.exactOptional(estimate),
  closeAgreement: v.exactOptional(estimate),
  verdict: v.picklist(['equal', 'close', 'differs', 'broken']),
} satisfies { [K in keyof OutputComparison | 'verdict']-?: unknown };

/** Latencies that were measured in turns. */
export const comparisonSchema: v.GenericSchema<unknown, LatencyComparison> = v.object({
  before: latencySchema,
  after: latencySchema,
  speedup: v.object({
    median: anyNumber,
    low: anyNumber,
    high: anyNumber,
    verdict: v.picklist(['faster', 'slower', 'no measurable difference', 'too noisy']),
    cpuRatio: anyNumber,
    sessions: anyNumber,
    deltaMs: v.object({ median: anyNumber, low: anyNumber, high: anyNumber }),
  }),
  batch: anyNumber,
  takenAt: v.exactOptional(v.string()),
});
