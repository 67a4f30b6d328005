import type { ConcreteShape } from '../../shared/graph/shape';

/** The positions `kept` of one axis of a row-major tensor, in order. */
export function takeAxis(values: Float32Array, dims: ConcreteShape, axis: number, kept: readonly number[]): Float32Array {
  const length = dims[axis] ?? 1;
  const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const outer = dims.slice(0, axis).reduce((product, dim) => product * dim, 1);
  const taken = new Float32Array(outer * kept.length * inner);
  for (let row = 0; row < outer; row++) {
    kept.forEach((position, index) => {
      const from = (row * length + position) * inner;
      taken.set(values.subarray(from, from + inner), (row * kept.length + index) * inner);
    });
  }
  return taken;
}

/** Positions of the elements that `kept` channels take when each of them is a block of `block` positions. */
export function expandBlocks(kept: readonly number[], block: number): readonly number[] {
  return block === 1 ? kept : kept.flatMap(channel => Array.from({ length: block }, (_, offset) => channel * block + offset));
}
