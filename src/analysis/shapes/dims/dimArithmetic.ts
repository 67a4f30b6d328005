import { makeTerm, sumOfTerms, type DimExpression, type DimTerm, type SymbolicDim } from './dim';

/** Sum; unknown when either is unknown. */
export function addDims(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  if (typeof a === 'number' && typeof b === 'number') return representable(a + b);
  if (a === undefined || b === undefined) return undefined;
  if (a === 0) return b;
  if (b === 0) return a;
  return sumOfTerms([...termsOf(a), ...termsOf(b)], constantOf(a) + constantOf(b));
}

export function subtractDims(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  return addDims(a, multiplyDims(b, -1));
}

/** Product; a known zero wins over an unknown. */
export function multiplyDims(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  if (a === 0 || b === 0) return 0;
  if (typeof a === 'number' && typeof b === 'number') return representable(a * b);
  if (a === undefined || b === undefined) return undefined;
  if (a === 1) return b;
  if (b === 1) return a;
  const terms = [...termsOf(a), ...constantTerm(a)].flatMap(left =>
    [...termsOf(b), ...constantTerm(b)].map(right => makeTerm(left.coefficient * right.coefficient, [...left.factors, ...right.factors])),
  );
  const constant = terms.filter(term => term.factors.length === 0).reduce((sum, term) => sum + term.coefficient, 0);
  return sumOfTerms(
    terms.filter(term => term.factors.length > 0),
    constant,
  );
}

/** Product of all dims, 1 for none. */
export function productOfDims(dims: readonly SymbolicDim[]): SymbolicDim {
  let product: SymbolicDim = 1;
  for (const dim of dims) product = multiplyDims(product, dim);
  return product;
}

export function sumOfDims(dims: readonly SymbolicDim[]): SymbolicDim {
  let sum: SymbolicDim = 0;
  for (const dim of dims) sum = addDims(sum, dim);
  return sum;
}

const INT64_LIMIT = 2 ** 63;

/** ONNX computes shapes in 64 bits; what does not fit is no size. */
function representable(value: number): SymbolicDim {
  return Math.abs(value) <= INT64_LIMIT ? value : undefined;
}

export function termsOf(dim: number | DimExpression): readonly DimTerm[] {
  return typeof dim === 'number' ? [] : dim.terms;
}

export function constantOf(dim: number | DimExpression): number {
  return typeof dim === 'number' ? dim : dim.constant;
}

function constantTerm(dim: number | DimExpression): readonly DimTerm[] {
  const constant = constantOf(dim);
  return constant === 0 ? [] : [makeTerm(constant, [])];
}
