import type { Tensor } from 'onnxruntime-node';
import type { DenseData, DenseTensor } from '../shared/graph/denseTensor';
import type { Dtype } from '../shared/graph/dtype';
import { BINDING_DTYPES } from '../shared/protocol/bindingDtypes';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Runtime } from './loadRuntime';

/** `name` is for the message. Throws `unsupported-type`. */
export function toRuntimeTensor(runtime: Runtime, name: string, { dtype, dims, data }: DenseTensor): Tensor {
  if (!BINDING_DTYPES.has(dtype)) {
    throw new LayerwiseError('unsupported-type', `“${name}” has the type ${dtype}, which the runtime's Node binding cannot take.`);
  }
  // The set above is the part of the binding's type names that Layerwise uses; both call them the same.
  return new runtime.Tensor(dtype as Tensor.Type, bindingData(dtype, data) as Tensor.DataType, dims);
}

export function fromRuntimeTensor(tensor: Tensor): DenseTensor {
  return { dtype: tensor.type, dims: [...tensor.dims], data: plainData(tensor.data) };
}

/** Where the engine has `Float16Array`, the binding insists on it; bits are the same. */
function bindingData(dtype: Dtype, data: DenseData): unknown {
  const Float16 = halfArray();
  if (dtype !== 'float16' || Float16 === undefined || !(data instanceof Uint16Array)) return data;
  return new Float16(data.buffer, data.byteOffset, data.length);
}

function plainData(data: Tensor.DataType): DenseData {
  const Float16 = halfArray();
  const isHalf = Float16 !== undefined && data instanceof Float16;
  return isHalf && ArrayBuffer.isView(data) ? new Uint16Array(data.buffer, data.byteOffset, data.length) : data;
}

type HalfArray = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => object;

function halfArray(): HalfArray | undefined {
  return (globalThis as { Float16Array?: HalfArray }).Float16Array;
}
