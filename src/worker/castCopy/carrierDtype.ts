import { isFloatDtype, type Dtype } from '../../shared/graph/dtype';
import { BINDING_DTYPES } from '../../shared/protocol/bindingDtypes';

const SMALL_INTEGERS: ReadonlyMap<Dtype, Dtype> = new Map([
  ['int4', 'int8'],
  ['int2', 'int8'],
  ['uint4', 'uint8'],
  ['uint2', 'uint8'],
]);

/** The type in which values cross the runtime's Node binding, every value exactly: the type itself where the binding has it; `undefined` where there is none (complex numbers). */
export function carrierDtype(dtype: Dtype): Dtype | undefined {
  if (BINDING_DTYPES.has(dtype)) return dtype;
  return isFloatDtype(dtype) ? 'float32' : SMALL_INTEGERS.get(dtype);
}
