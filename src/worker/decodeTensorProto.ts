import { fromNumbers, isStrings, toNumbers } from '../data/convertElements';
import type { DecodeTensor } from '../data/openDataset';
import { onnx } from '../onnx/generated/onnx';
import { openModelBytes } from '../onnx/openModelBytes';
import { LayerwiseError } from '../shared/report/layerwiseError';

const GRAPH_NAME = 'tensor';

/**
 * Decodes a serialized TensorProto by reading it as the only initializer of a model, so that there is one decoder for all element types and storage forms.
 * Throws `data-invalid`.
 */
export const decodeTensorProto: DecodeTensor = bytes => {
  try {
    const initializer = [onnx.TensorProto.decode(bytes)];
    const { graph, reader } = openModelBytes(onnx.ModelProto.encode({ graph: { name: GRAPH_NAME, initializer } }).finish());
    const weight = graph.tensors.weights[0];
    const values = reader.readSmall(0, Infinity);
    if (weight === undefined || values === undefined) throw new Error('it holds no values');
    const { dtype, dims } = weight;
    // Values come widened; what is fed are the bits of the tensor's own type.
    const numbers = dtype === 'float16' ? toNumbers('float32', values.data) : undefined;
    const data = numbers === undefined ? values.data : (fromNumbers(dtype, numbers) ?? values.data);
    return { name: graph.tensors.names[0] ?? '', tensor: { dtype, dims, data: isStrings(data) ? [...data] : data } };
  } catch (error) {
    throw new LayerwiseError('data-invalid', `The tensor cannot be decoded: ${error instanceof Error ? error.message : String(error)}.`);
  }
};
