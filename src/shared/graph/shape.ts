/** One dimension as a file declares it: a size, the name of a symbol, or unknown. */
export type Dim = number | string | undefined;

/** What exporters write where they know no name. It stands for a different size each time. */
const ANONYMOUS = new Set(['', '?', '*', '-1', 'None', 'unk', 'unknown']);

/** Whether two uses of this name are the same size. */
export function isSymbol(dim: Dim): dim is string {
  return typeof dim === 'string' && !ANONYMOUS.has(dim);
}

/** Dimensions of a tensor; a scalar has none. An unknown rank is the absence of a shape. */
export type Shape = readonly Dim[];

/** Dimensions that are all known. */
export type ConcreteShape = readonly number[];

export function isConcrete(shape: Shape | undefined): shape is ConcreteShape {
  return shape !== undefined && shape.every(dim => typeof dim === 'number');
}

/** Product of the dimensions, 1 for a scalar, `undefined` when one is not known. */
export function elementCount(shape: Shape | undefined): number | undefined {
  if (shape === undefined) return undefined;
  let count = 1;
  for (const dim of shape) {
    if (typeof dim !== 'number') return undefined;
    count *= dim;
  }
  return count;
}
