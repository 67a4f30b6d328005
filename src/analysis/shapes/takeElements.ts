import { stridesOf } from './axes';
import type { SymbolicDim } from './dims/dim';
import { MAX_ELEMENTS, type Elements } from './fact';

/** Elements at the outer product of `indexes` (one list per axis of `shape`), row-major; `undefined` when they are too many. */
export function takeElements(elements: Elements, shape: readonly number[], indexes: readonly (readonly number[])[]): Elements | undefined {
  if (indexes.reduce((count, list) => count * list.length, 1) > MAX_ELEMENTS) return undefined;
  const strides = stridesOf(shape);
  let offsets: readonly number[] = [0];
  indexes.forEach((list, axis) => {
    const stride = strides[axis] ?? 1;
    offsets = offsets.flatMap(offset => list.map(index => offset + index * stride));
  });
  return offsets.map((offset): SymbolicDim => elements[offset]);
}
