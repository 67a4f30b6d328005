import type { Dtype } from '../../shared/graph/dtype';
import type { TypedField } from '../skim/tensorHeader';

const FIELDS: Partial<Readonly<Record<Dtype, TypedField>>> = {
  float32: 'floatData',
  complex64: 'floatData',
  float64: 'doubleData',
  complex128: 'doubleData',
  int64: 'int64Data',
  uint32: 'uint64Data',
  uint64: 'uint64Data',
  string: 'stringData',
};

/** The typed field of TensorProto that holds values of an element type; everything else goes into `int32_data` (onnx-ml.proto). */
export function typedFieldOf(dtype: Dtype): TypedField {
  return FIELDS[dtype] ?? 'int32Data';
}
