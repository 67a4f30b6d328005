import type { Dtype } from '../graph/dtype';

/** Element types that the runtime's Node binding takes and returns. It knows 4-bit types by name only: returning one aborts the process. */
export const BINDING_DTYPES: ReadonlySet<Dtype> = new Set<Dtype>([
  'float32',
  'float64',
  'float16',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bool',
  'string',
]);
