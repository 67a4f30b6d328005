import * as v from 'valibot';
import type { Environment, Kernel, Profile } from '../report/latency';
import { GRAPH_LEVELS, RIGORS } from '../report/jobRequest';
import { latencySchema } from './latencySchema';

const environmentSchema: v.GenericSchema<unknown, Environment> = v.object({
  layerwise: v.string(),
  onnxruntime: v.string(),
  node: v.string(),
  os: v.string(),
  cpu: v.string(),
  cores: v.number(),
  isa: v.array(v.string()),
  threads: v.number(),
  dims: v.record(v.string(), v.number()),
  provider: v.string(),
  date: v.string(),
  inputs: v.picklist(['data', 'synthetic']),
  inputDescription: v.array(v.string()),
  seed: v.number(),
  rigor: v.picklist(RIGORS),
  graphOptimization: v.picklist(GRAPH_LEVELS),
});

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
});

/** `Profile` as read back from a file. */
export const profileSchema: v.GenericSchema<unknown, Profile> = v.object({
  latency: latencySchema,
  kernels: v.array(kernelSchema),
  environment: environmentSchema,
  floorMs: v.number(),
  inputShapes: v.record(v.string(), v.array(v.number())),
});
