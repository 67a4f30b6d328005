import type { Dtype } from '../../shared/graph/dtype';
import type { TypedField } from '../skim/tensorHeader';

/** The typed field of TensorProto that holds values of an element type (onnx-ml.proto). */
export function typedFieldOf(dtype: Dtype): TypedField {
  switch (dtype) {
    case 'float32':
    case 'complex64':
      return 'floatData';
    case 'float64':
    case 'complex128':
      return 'doubleData';
    case 'int64':
      return 'int64Data';
    case 'uint32':
    case 'uint64':
      return 'uint64Data';
    case 'string':
      return 'stringData';
    default:
      return 'int32Data';
  }
}
