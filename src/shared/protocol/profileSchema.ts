import * as v from 'valibot';
import type { Kernel, Profile } from '../report/latency';
import { FUSION_CONDITIONS, type MissedFusion } from '../report/missedFusion';
import { environmentSchema } from './environmentSchema';
import { latencySchema } from './latencySchema';

const id = v.pipe(v.number(), v.integer(), v.minValue(0));

const kernelSchema: v.GenericSchema<unknown, Kernel> = v.object({
  id,
  name: v.string(),
  op: v.string(),
  provider: v.string(),
  covers: v.array(id),
  anchor: v.union([id, v.undefined()]),
  added: v.boolean(),
  medianMs: v.number(),
  lowMs: v.number(),
  highMs: v.number(),
  outputShape: v.array(v.number()),
  memory: v.exactOptional(v.object({ inputBytes: v.number(), weightBytes: v.number(), outputBytes: v.number() })),
  waitMs: v.exactOptional(v.number()),
  parallelEfficiency: v.exactOptional(v.number()),
  bodies: v.exactOptional(v.array(v.object({ attribute: v.string(), executions: id }))),
  inside: v.exactOptional(v.array(v.lazy(() => kernelSchema))),
  ownMs: v.exactOptional(v.number()),
  executions: v.exactOptional(id),
  body: v.exactOptional(v.string()),
});

const missedFusionSchema: v.GenericSchema<unknown, MissedFusion> = v.object({
  fusion: v.string(),
  nodes: v.array(id),
  condition: v.picklist(FUSION_CONDITIONS),
  why: v.string(),
});

/** `Profile` as read back from a file. */
export const profileSchema: v.GenericSchema<unknown, Profile> = v.object({
  latency: latencySchema,
  kernels: v.array(kernelSchema),
  environment: environmentSchema,
  floorMs: v.number(),
  inputShapes: v.record(v.string(), v.array(v.number())),
  missedFusions: v.exactOptional(v.array(missedFusionSchema)),
});
