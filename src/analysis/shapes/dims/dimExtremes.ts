import { factorDim, sameDim, type DimExpression, type KnownDim, type SymbolicDim } from './dim';
import { isAtMost } from './dimBounds';

/** The smaller of two; decided where it holds for every size of the symbols. */
export function minDims(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  return extreme('min', a, b);
}

/** The larger of two. */
export function maxDims(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  return extreme('max', a, b);
}

function extreme(kind: 'min' | 'max', a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === 'number' && typeof b === 'number') return kind === 'min' ? Math.min(a, b) : Math.max(a, b);
  const ordered = orderOf(a, b);
  if (ordered !== undefined) return ordered === (kind === 'min') ? a : b;
  return makeExtreme(kind, [...operandsOf(kind, a), ...operandsOf(kind, b)]);
}

/** Whether a ≤ b; the other order may be certain when this one is not, and min(…, b) is at most b whatever it holds. */
function orderOf(a: KnownDim, b: KnownDim): boolean | undefined {
  const ordered = isAtMost(a, b);
  if (ordered !== undefined) return ordered;
  if (holds('min', a, b) || holds('max', b, a)) return true;
  const reversed = isAtMost(b, a);
  if (reversed !== undefined) return !reversed;
  return holds('min', b, a) || holds('max', a, b) ? false : undefined;
}

/** True when `dim` is an extreme of several dims, `operand` among them. */
function holds(kind: 'min' | 'max', dim: KnownDim, operand: KnownDim): boolean {
  const operands = operandsOf(kind, dim);
  return operands.length > 1 && operands.some(other => sameDim(other, operand));
}

function operandsOf(kind: 'min' | 'max', dim: KnownDim): readonly KnownDim[] {
  if (typeof dim === 'number' || dim.terms.length !== 1 || dim.constant !== 0) return [dim];
  const [term] = dim.terms;
  const [factor] = term?.factors ?? [];
  return term?.coefficient === 1 && term.factors.length === 1 && factor?.kind === kind ? factor.operands : [dim];
}

function makeExtreme(kind: 'min' | 'max', operands: readonly KnownDim[]): DimExpression {
  const distinct = operands.filter((operand, index) => operands.findIndex(other => sameDim(other, operand)) === index);
  const sorted = [...distinct].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return factorDim({ kind, operands: sorted, key: `${kind}(${sorted.map(keyOf).join(',')})` });
}

function keyOf(dim: KnownDim): string {
  return typeof dim === 'number' ? String(dim) : dim.key;
}
