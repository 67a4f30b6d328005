import { largest, smallest } from '../../../shared/base/extremes';
import type { DimExpression, DimFactor, KnownDim, SymbolicDim } from './dim';
import { subtractDims } from './dimArithmetic';

/** Sizes from here on stand for "to the end" in exported graphs (INT32_MAX, INT64_MAX). */
export const ENDLESS = 2 ** 31 - 1;

/** The least value that a dim can take when every symbol is at least 1; −Infinity when there is no bound. */
export function lowerBound(dim: KnownDim): number {
  if (typeof dim === 'number') return dim;
  return dim.terms.reduce((sum, term) => sum + termBound(term.coefficient, term.factors, 'low'), dim.constant);
}

/** The largest value, Infinity when there is no bound. */
export function upperBound(dim: KnownDim): number {
  if (typeof dim === 'number') return dim;
  return dim.terms.reduce((sum, term) => sum + termBound(term.coefficient, term.factors, 'high'), dim.constant);
}

function termBound(coefficient: number, factors: readonly DimFactor[], side: 'low' | 'high'): number {
  const wanted = coefficient > 0 === (side === 'low') ? 'low' : 'high';
  const lows = factors.map(factor => factorBound(factor, 'low'));
  if (lows.some(low => low < 0)) return side === 'low' ? -Infinity : Infinity;
  const bounds = wanted === 'low' ? lows : factors.map(factor => factorBound(factor, 'high'));
  return bounds.includes(0) ? 0 : bounds.reduce((product, bound) => product * bound, coefficient);
}

function factorBound(factor: DimFactor, side: 'low' | 'high'): number {
  switch (factor.kind) {
    case 'symbol':
      return side === 'low' ? 1 : Infinity;
    case 'quotient':
      return quotientBound(factor.numerator, factor.denominator, side);
    case 'min':
    case 'max': {
      const bounds = factor.operands.map(side === 'low' ? lowerBound : upperBound);
      return factor.kind === 'min' ? smallest(bounds) : largest(bounds);
    }
  }
}

function quotientBound(numerator: DimExpression, denominator: KnownDim, side: 'low' | 'high'): number {
  if (lowerBound(denominator) <= 0) return side === 'low' ? -Infinity : Infinity;
  const bound = side === 'low' ? lowerBound(numerator) : upperBound(numerator);
  const divisor = bound >= 0 === (side === 'low') ? upperBound(denominator) : lowerBound(denominator);
  if (!Number.isFinite(bound)) return bound;
  return Number.isFinite(divisor) ? Math.floor(bound / divisor) : bound >= 0 ? 0 : -1;
}

/** Sign of a − b where it is certain: `true` for a ≤ b, `false` for a > b. */
export function isAtMost(a: SymbolicDim, b: SymbolicDim): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === 'number' && typeof b === 'number') return a <= b;
  if (typeof b === 'number' && b >= ENDLESS) return true;
  if (typeof a === 'number' && a >= ENDLESS) return false;
  const difference = subtractDims(b, a);
  if (difference === undefined) return undefined;
  if (lowerBound(difference) >= 0) return true;
  return upperBound(difference) < 0 ? false : undefined;
}
