import { fromNumbers, toNumbers } from '../data/convertElements';
import type { ModelInput } from '../data/dataset';
import type { DenseTensor, NamedTensors } from '../shared/graph/denseTensor';
import { isFloatDtype } from '../shared/graph/dtype';

/** The same values in the floating-point types of a model's inputs: a variant may take float16 where the model that the data were read for takes float32. */
export function fedAs(inputs: readonly ModelInput[], feeds: NamedTensors): NamedTensors {
  const dtypes = new Map(inputs.map(({ name, dtype }) => [name, dtype]));
  return new Map([...feeds].map(([name, tensor]) => [name, converted(tensor, dtypes.get(name) ?? tensor.dtype)]));
}

function converted(tensor: DenseTensor, dtype: DenseTensor['dtype']): DenseTensor {
  if (dtype === tensor.dtype || !isFloatDtype(dtype) || !isFloatDtype(tensor.dtype)) return tensor;
  const numbers = toNumbers(tensor.dtype, tensor.data);
  const data = numbers && fromNumbers(dtype, numbers);
  return data === undefined ? tensor : { dtype, dims: tensor.dims, data };
}
