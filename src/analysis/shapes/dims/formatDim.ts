import { assertNever } from '../../../shared/base/assertNever';
import type { DimExpression, DimFactor, DimTerm, KnownDim } from './dim';

/** A dim as text for people: `batch*12`, `(H+1)/2`, `past+sequence`, `min(S, 512)`. Division rounds down. */
export function formatDim(dim: KnownDim): string {
  if (typeof dim === 'number') return String(dim);
  const positiveFirst = [...dim.terms.filter(isPositive), ...dim.terms.filter(term => !isPositive(term))];
  const [first] = positiveFirst;
  const sum = positiveFirst.map(formatTerm).join('+').replaceAll('+-', '-');
  // A sign in front of a quotient would be read as part of what is divided.
  if (first !== undefined && !isPositive(first) && first.factors[0]?.kind === 'quotient') return `${dim.constant}${sum}`;
  if (dim.constant === 0) return sum;
  return dim.constant < 0 ? `${sum}-${-dim.constant}` : `${sum}+${dim.constant}`;
}

function isPositive(term: DimTerm): boolean {
  return term.coefficient > 0;
}

/** Factors first and the number last, as `batch*12`. Read from the left, so a quotient further right needs parentheses. */
function formatTerm(term: DimTerm): string {
  const factors = term.factors
    .map((factor, index) => (index > 0 && factor.kind === 'quotient' ? `(${formatFactor(factor)})` : formatFactor(factor)))
    .join('*');
  if (term.coefficient === 1) return factors;
  return term.coefficient === -1 ? `-${factors}` : `${term.coefficient < 0 ? '-' : ''}${factors}*${Math.abs(term.coefficient)}`;
}

function formatFactor(factor: DimFactor): string {
  switch (factor.kind) {
    case 'symbol':
      return factor.name;
    case 'quotient':
      return `${formatOperand(factor.numerator)}/${formatOperand(factor.denominator)}`;
    case 'min':
    case 'max':
      return `${factor.kind}(${factor.operands.map(formatDim).join(', ')})`;
    default:
      return assertNever(factor);
  }
}

/** Parenthesized unless it is a number or a lone symbol or call. */
function formatOperand(dim: KnownDim): string {
  return typeof dim === 'number' || isSimple(dim) ? formatDim(dim) : `(${formatDim(dim)})`;
}

function isSimple(dim: DimExpression): boolean {
  const [term] = dim.terms;
  const isOneFactor = dim.terms.length === 1 && dim.constant === 0 && term?.coefficient === 1 && term.factors.length === 1;
  return isOneFactor && term.factors[0]?.kind !== 'quotient';
}
