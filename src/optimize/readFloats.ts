import type { Graph, TensorId } from '../shared/graph/graph';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { PassInput } from './pass';

/** Values of a float weight of `graph`. Throws `LayerwiseError` when they cannot be read or are not floats. */
export async function readFloats(input: Pick<PassInput, 'readerOf'>, graph: Graph, tensor: TensorId): Promise<Float32Array> {
  const { data } = await input.readerOf(graph).read(tensor);
  if (data instanceof Float32Array) return data;
  if (data instanceof Float64Array) return Float32Array.from(data);
  const name = graph.tensors.names[tensor] ?? '';
  throw new LayerwiseError('unsupported-type', `The weight “${name}” does not hold floating-point values. Leave its layer out.`);
}
