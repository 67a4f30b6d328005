import type { TensorValues } from '../../shared/graph/tensorReader';

/**
 * Spreads the values of a sparse tensor (COO) over a dense one. `indices` are linear positions, or coordinates when there are several per value
 * (onnx-ml.proto, SparseTensorProto). Returns `undefined` when an index lies outside the shape.
 */
export function sparseToDense(
  values: Exclude<TensorValues['data'], readonly string[]>,
  indices: BigInt64Array,
  dims: readonly number[],
  elements: number,
): TensorValues['data'] | undefined {
  const dense = new (values.constructor as new (length: number) => typeof values)(elements);
  const perValue = values.length === 0 ? 1 : indices.length / values.length;
  for (let index = 0; index < values.length; index++) {
    const position =
      perValue === 1 ? Number(indices[index]) : linearPosition(indices.subarray(index * perValue, (index + 1) * perValue), dims);
    if (position === undefined || position < 0 || position >= elements) return undefined;
    dense[position] = values[index]!;
  }
  return dense;
}

function linearPosition(coordinates: BigInt64Array, dims: readonly number[]): number | undefined {
  if (coordinates.length !== dims.length) return undefined;
  let position = 0;
  for (const [axis, dim] of dims.entries()) {
    const coordinate = Number(coordinates[axis]);
    if (coordinate < 0 || coordinate >= dim) return undefined;
    position = position * dim + coordinate;
  }
  return position;
}
