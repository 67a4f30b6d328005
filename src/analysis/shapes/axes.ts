import type { SymbolicDim } from './dims/dim';
import type { Elements, SymbolicShape } from './fact';

/** Axis counted from the front; `undefined` when out of range. */
export function normalizeAxis(axis: SymbolicDim, rank: number): number | undefined {
  if (typeof axis !== 'number' || !Number.isInteger(axis)) return undefined;
  const normalized = axis < 0 ? axis + rank : axis;
  return normalized >= 0 && normalized < rank ? normalized : undefined;
}

/** All axes counted from the front; `undefined` when one is unknown or out of range. */
export function normalizeAxes(axes: Elements, rank: number): readonly number[] | undefined {
  const normalized = axes.map(axis => normalizeAxis(axis, rank));
  return normalized.every(axis => axis !== undefined) ? normalized : undefined;
}

export function withDim(shape: SymbolicShape, axis: number, dim: SymbolicDim): SymbolicShape {
  return shape.map((old, index) => (index === axis ? dim : old));
}

/** A value as a dimension: whole and not negative, else unknown. */
export function toDim(value: SymbolicDim): SymbolicDim {
  if (typeof value !== 'number') return value;
  return Number.isInteger(value) && value >= 0 ? value : undefined;
}

/** Row-major strides of a concrete shape. */
export function stridesOf(shape: readonly number[]): readonly number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}

/** The shape when every dim is a number. */
export function concreteShape(shape: SymbolicShape | undefined): readonly number[] | undefined {
  return shape !== undefined && shape.every(dim => typeof dim === 'number') ? shape : undefined;
}

/** Number of elements of a concrete shape. */
export function volumeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}
