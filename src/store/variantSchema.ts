import * as v from 'valibot';
import { passParametersSchema } from '../shared/protocol/passParametersSchema';
import type { BudgetOutcome } from '../shared/report/accuracyBudget';
import type { FileFacts, OptimizeResult, PassOutcome } from '../shared/report/optimizeResult';
import type { LayerError } from '../shared/report/layerError';
import type { PassCall } from '../shared/report/jobRequest';
import type { Variant } from '../shared/report/variant';
import { anyNumber, comparisonSchema, metricSchema, outputEntries } from './comparisonSchema';

const optionalNumber = v.union([v.number(), v.undefined()]);

const budgetSchema: v.GenericSchema<unknown, BudgetOutcome> = v.object({
  budget: v.object({ kind: v.picklist(['max-drop', 'min-agreement']), limit: v.number() }),
  value: anyNumber,
  bound: anyNumber,
  samples: v.number(),
  state: v.picklist(['meets', 'below', 'not certain']),
  furtherSamples: v.exactOptional(v.number()),
});

const callSchema: v.GenericSchema<unknown, PassCall> = v.object({
  id: v.string(),
  parameters: passParametersSchema,
  exclude: v.exactOptional(v.array(v.number())),
  only: v.exactOptional(v.array(v.number())),
});

const passSchema: v.GenericSchema<unknown, PassOutcome> = v.object({
  id: v.string(),
  parameters: passParametersSchema,
  changedNodes: v.number(),
  nodes: v.exactOptional(v.object({ before: v.number(), after: v.number() })),
  skipped: v.array(v.object({ layer: v.number(), reason: v.string() })),
  notes: v.array(v.string()),
  budget: v.exactOptional(budgetSchema),
});

const factsSchema: v.GenericSchema<unknown, FileFacts> = v.object({
  file: v.string(),
  bytes: v.number(),
  nodes: v.number(),
  macs: optionalNumber,
  params: v.number(),
  weightBytes: v.number(),
});

const verificationSchema = v.object({ ...outputEntries, metric: v.exactOptional(metricSchema) });

const dataSchema = v.object({
  source: v.string(),
  kind: v.picklist(['data', 'synthetic']),
  fitted: v.number(),
  heldBack: v.number(),
});

const errorSchema: v.GenericSchema<unknown, LayerError> = v.object({
  layer: v.number(),
  tensor: v.string(),
  accumulatedDb: anyNumber,
  localDb: anyNumber,
  // Absent in what was kept before it was measured.
  cosine: v.optional(anyNumber, Number.NaN),
  maxAbs: anyNumber,
  predictedDb: v.exactOptional(anyNumber),
});

const resultSchema: v.GenericSchema<unknown, OptimizeResult> = v.object({
  output: v.string(),
  companions: v.exactOptional(v.array(v.string())),
  passes: v.array(passSchema),
  asked: v.exactOptional(v.array(callSchema)),
  before: factsSchema,
  after: factsSchema,
  verification: v.union([verificationSchema, v.undefined()]),
  latency: v.union([comparisonSchema, v.undefined()]),
  slowerLayers: v.exactOptional(
    v.object({ of: v.number(), layers: v.array(v.object({ layer: v.number(), beforeMs: anyNumber, afterMs: anyNumber })) }),
  ),
  layerErrors: v.exactOptional(v.array(errorSchema)),
  ranAsInt8: v.union([v.tuple([v.number(), v.number()]), v.undefined()]),
  data: v.union([dataSchema, v.undefined()]),
  seconds: v.number(),
  notes: v.array(v.string()),
});

/** `Variant` as read back from a file. */
export const variantSchema: v.GenericSchema<unknown, Variant> = v.object({
  path: v.string(),
  name: v.string(),
  parent: v.string(),
  parentSkeletonHash: v.exactOptional(v.string()),
  bytes: v.number(),
  state: v.picklist(['unreviewed', 'kept']),
  result: resultSchema,
});
