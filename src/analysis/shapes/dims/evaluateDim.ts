import { largest, smallest } from '../../../shared/base/extremes';
import type { DimFactor, SymbolicDim } from './dim';

/** Value of a dim with symbols replaced by sizes; `undefined` when a symbol has none. */
export function evaluateDim(dim: SymbolicDim, sizes: ReadonlyMap<string, number>): number | undefined {
  if (dim === undefined || typeof dim === 'number') return dim;
  let sum = dim.constant;
  for (const term of dim.terms) {
    let product = term.coefficient;
    for (const factor of term.factors) {
      const value = evaluateFactor(factor, sizes);
      if (value === undefined) return undefined;
      product *= value;
    }
    sum += product;
  }
  return sum;
}

function evaluateFactor(factor: DimFactor, sizes: ReadonlyMap<string, number>): number | undefined {
  switch (factor.kind) {
    case 'symbol':
      return sizes.get(factor.name);
    case 'quotient': {
      const numerator = evaluateDim(factor.numerator, sizes);
      const denominator = evaluateDim(factor.denominator, sizes);
      if (numerator === undefined || denominator === undefined || denominator === 0) return undefined;
      return Math.floor(numerator / denominator);
    }
    case 'min':
    case 'max': {
      const values = factor.operands.map(operand => evaluateDim(operand, sizes) ?? Number.NaN);
      if (values.some(Number.isNaN)) return undefined;
      return factor.kind === 'min' ? smallest(values) : largest(values);
    }
  }
}
