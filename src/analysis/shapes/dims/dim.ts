/**
 * A dimension (or a small integer value) during inference: a size, an expression over the model's symbols, or unknown.
 * Expressions are polynomials in normal form, so equal ones have equal keys.
 */
export type SymbolicDim = number | DimExpression | undefined;

/** Sum of terms plus a constant. Terms are sorted by their key and have no zero coefficient; there is at least one. */
export interface DimExpression {
  readonly terms: readonly DimTerm[];
  readonly constant: number;
  /** Equal for equal expressions. */
  readonly key: string;
}

/** `coefficient · Π factors`; factors are sorted by key and repeated for powers. */
export interface DimTerm {
  readonly coefficient: number;
  readonly factors: readonly DimFactor[];
  readonly key: string;
}

/** What cannot be taken apart further. Division rounds down; a symbol stands for a size of at least 1. */
export type DimFactor =
  | { readonly kind: 'symbol'; readonly name: string; readonly key: string }
  | { readonly kind: 'quotient'; readonly numerator: DimExpression; readonly denominator: number | DimExpression; readonly key: string }
  | { readonly kind: 'min' | 'max'; readonly operands: readonly (number | DimExpression)[]; readonly key: string };

export type KnownDim = number | DimExpression;

/** Expressions beyond this many terms are given up: nobody reads them, and hostile files could grow them without end. */
export const MAX_TERMS = 64;
const MAX_KEY_LENGTH = 4096;

/** The expression that is one symbol. */
export function symbolDim(name: string): DimExpression {
  return factorDim({ kind: 'symbol', name, key: symbolKey(name) });
}

/** Names that are not plain identifiers are quoted, so that no name can look like an expression. */
function symbolKey(name: string): string {
  return /^[A-Za-z_][\w.]*$/.test(name) ? name : JSON.stringify(name);
}

export function factorDim(factor: DimFactor): DimExpression {
  const term = { coefficient: 1, factors: [factor], key: factor.key };
  return { terms: [term], constant: 0, key: factor.key };
}

/** Sum of `terms` and `constant` in normal form; a plain number when no term is left, unknown when it grew too large. */
export function sumOfTerms(terms: readonly DimTerm[], constant: number): SymbolicDim {
  const merged = mergeTerms(terms);
  if (merged.length === 0) return constant;
  if (merged.length > MAX_TERMS) return undefined;
  const key = keyOfSum(merged, constant);
  return key.length > MAX_KEY_LENGTH ? undefined : { terms: merged, constant, key };
}

/** A single factor is called as `factorDim` calls it, however it came about. */
function keyOfSum(terms: readonly DimTerm[], constant: number): string {
  const [first] = terms;
  if (first?.coefficient === 1 && terms.length === 1 && constant === 0) return first.key;
  return terms.map(term => `${term.coefficient}·${term.key}`).join('+') + (constant === 0 ? '' : `+${constant}`);
}

function mergeTerms(terms: readonly DimTerm[]): readonly DimTerm[] {
  const byKey = new Map<string, DimTerm>();
  for (const term of terms) {
    const same = byKey.get(term.key);
    byKey.set(term.key, same === undefined ? term : { ...term, coefficient: same.coefficient + term.coefficient });
  }
  return [...byKey.values()].filter(term => term.coefficient !== 0).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A term of the given factors in their order of keys. */
export function makeTerm(coefficient: number, factors: readonly DimFactor[]): DimTerm {
  const sorted = factors.length < 2 ? factors : [...factors].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { coefficient, factors: sorted, key: sorted.map(factor => factor.key).join('*') };
}

/** True when both are known to be equal; false when they differ or are not known to be equal. */
export function sameDim(a: SymbolicDim, b: SymbolicDim): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  return a !== undefined && b !== undefined && a.key === b.key;
}

/** True when all dimensions of both are known to be equal; unlike `sameShape`, what is unknown equals nothing. */
export function haveSameDims(a: readonly SymbolicDim[] | undefined, b: readonly SymbolicDim[] | undefined): boolean {
  return a !== undefined && a.length === b?.length && a.every((dim, axis) => sameDim(dim, b[axis]));
}
