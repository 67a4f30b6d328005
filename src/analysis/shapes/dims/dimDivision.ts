import { factorDim, makeTerm, sumOfTerms, type DimExpression, type DimFactor, type DimTerm, type KnownDim, type SymbolicDim } from './dim';
import { addDims, multiplyDims, subtractDims, termsOf } from './dimArithmetic';
import { isAtMost, lowerBound } from './dimBounds';

const MAX_STEPS = 64;

/** Quotient rounded down; what divides evenly is divided, so `batch*12/batch` is 12. Unknown when the divisor is or may be 0. */
export function floorDivideDims(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  if (a === undefined || b === undefined || b === 0) return undefined;
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b);
  if (b === 1) return a;
  if (lowerBound(b) <= 0) return b === -1 ? multiplyDims(a, -1) : undefined;
  const { quotient, remainder } = divideTerms(a, b);
  if (remainder === undefined || quotient === undefined) return undefined;
  if (lowerBound(remainder) >= 0 && isAtMost(addDims(remainder, 1), b) === true) return quotient;
  return addDims(quotient, makeQuotient(remainder, b));
}

/** Quotient rounded up; unknown when the divisor is not known to be positive, unless both are numbers. */
export function ceilDivideDims(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? undefined : Math.ceil(a / b);
  if (a === undefined || b === undefined || lowerBound(b) <= 0) return undefined;
  return floorDivideDims(subtractDims(addDims(a, b), 1), b);
}

/** The quotient when `b` divides `a` whatever the symbols are, else unknown. */
export function divideExactly(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  if (a === undefined || b === undefined || b === 0) return undefined;
  if (sameKey(a, b)) return 1;
  const { quotient, remainder } = divideTerms(a, b);
  return remainder === 0 ? quotient : undefined;
}

/** Remainder with the sign of the divisor, as ONNX `Mod` of integers. */
export function moduloDims(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? undefined : a - b * Math.floor(a / b);
  return subtractDims(a, multiplyDims(floorDivideDims(a, b), b));
}

function sameKey(a: KnownDim, b: KnownDim): boolean {
  return typeof a !== 'number' && typeof b !== 'number' && a.key === b.key;
}

/** Polynomial division: repeatedly cancels a term that the divisor's leading term divides with an integer coefficient. */
function divideTerms(a: KnownDim, b: KnownDim): { readonly quotient: SymbolicDim; readonly remainder: SymbolicDim } {
  if (typeof b === 'number') return divideByNumber(a, b);
  const lead = leadingTerm(b);
  let remainder: SymbolicDim = a;
  let quotient: SymbolicDim = 0;
  for (let step = 0; step < MAX_STEPS && remainder !== undefined; step++) {
    const divided = termsOf(remainder)
      .map(term => divideTerm(term, lead))
      .find(term => term !== undefined);
    if (divided === undefined) break;
    const part = divided.factors.length === 0 ? divided.coefficient : sumOfTerms([divided], 0);
    quotient = addDims(quotient, part);
    remainder = subtractDims(remainder, multiplyDims(part, b));
  }
  return { quotient, remainder };
}

/** Constants and coefficients are split into a multiple of the divisor and a rest of 0 … divisor − 1. */
function divideByNumber(a: KnownDim, b: number): { readonly quotient: SymbolicDim; readonly remainder: SymbolicDim } {
  if (typeof a === 'number') return { quotient: Math.floor(a / b), remainder: a - b * Math.floor(a / b) };
  const whole = a.terms.filter(term => term.coefficient % b === 0);
  const rest = a.terms.filter(term => term.coefficient % b !== 0);
  const carried = Math.floor(a.constant / b);
  return {
    quotient: sumOfTerms(
      whole.map(term => ({ ...term, coefficient: term.coefficient / b })),
      carried,
    ),
    remainder: sumOfTerms(rest, a.constant - carried * b),
  };
}

/** The term with most factors; ties by key. Any fixed choice ends, since each step removes a term that holds it. */
function leadingTerm(dim: DimExpression): DimTerm {
  return dim.terms.reduce((best, term) => (term.factors.length > best.factors.length ? term : best));
}

function divideTerm(term: DimTerm, by: DimTerm): DimTerm | undefined {
  if (term.coefficient % by.coefficient !== 0) return undefined;
  const left: DimFactor[] = [...term.factors];
  for (const factor of by.factors) {
    const at = left.findIndex(candidate => candidate.key === factor.key);
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return makeTerm(term.coefficient / by.coefficient, left);
}

/** floor(remainder / b) with common integer factors cancelled and nested divisions joined: floor((floor(x / p) + c) / q) = floor((x + c·p) / (p·q)). */
function makeQuotient(remainder: KnownDim, b: KnownDim): SymbolicDim {
  if (typeof remainder === 'number') return typeof b === 'number' ? Math.floor(remainder / b) : undefined;
  const nested = typeof b === 'number' ? soleQuotient(remainder) : undefined;
  if (nested !== undefined && typeof b === 'number') {
    const numerator = addDims(nested.numerator, remainder.constant * nested.denominator);
    return floorDivideDims(numerator, nested.denominator * b);
  }
  const common = typeof b === 'number' ? commonDivisor(remainder, b) : 1;
  if (common > 1 && typeof b === 'number') return floorDivideDims(scaleDown(remainder, common), b / common);
  const key = `(${remainder.key})/(${typeof b === 'number' ? b : b.key})`;
  return factorDim({ kind: 'quotient', numerator: remainder, denominator: b, key });
}

function soleQuotient(dim: DimExpression): { readonly numerator: DimExpression; readonly denominator: number } | undefined {
  const [term] = dim.terms;
  const [factor] = term?.factors ?? [];
  if (dim.terms.length !== 1 || term?.coefficient !== 1 || term.factors.length !== 1 || factor?.kind !== 'quotient') return undefined;
  return typeof factor.denominator === 'number' ? { numerator: factor.numerator, denominator: factor.denominator } : undefined;
}

/** Greatest number that divides the divisor and all coefficients; the constant may leave a rest, which rounding down drops. */
function commonDivisor(dim: DimExpression, b: number): number {
  return dim.terms.reduce((divisor, term) => greatestCommonDivisor(divisor, Math.abs(term.coefficient)), b);
}

function scaleDown(dim: DimExpression, by: number): SymbolicDim {
  return sumOfTerms(
    dim.terms.map(term => ({ ...term, coefficient: term.coefficient / by })),
    Math.floor(dim.constant / by),
  );
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
