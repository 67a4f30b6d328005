import * as v from 'valibot';
import { GRAPH_LEVELS, RIGORS } from '../report/jobRequest';
import type { Environment } from '../report/latency';

/** NaN in a profile that was taken elsewhere. */
const numberOrUnknown = v.union([v.number(), v.nan()]);

/** `Environment` as read back from a file. */
export const environmentSchema: v.GenericSchema<unknown, Environment> = v.object({
  layerwise: v.string(),
  onnxruntime: v.string(),
  node: v.string(),
  os: v.string(),
  cpu: v.string(),
  cores: numberOrUnknown,
  isa: v.array(v.string()),
  threads: numberOrUnknown,
  dims: v.record(v.string(), v.number()),
  provider: v.string(),
  date: v.string(),
  inputs: v.picklist(['data', 'synthetic', 'unknown']),
  inputDescription: v.array(v.string()),
  seed: numberOrUnknown,
  rigor: v.picklist([...RIGORS, 'unknown']),
  graphOptimization: v.picklist([...GRAPH_LEVELS, 'unknown']),
  arena: v.exactOptional(v.boolean()),
  imported: v.exactOptional(v.string()),
});
