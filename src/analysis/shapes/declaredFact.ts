import type { ValueType } from '../../shared/graph/attribute';
import { isSymbol, type Dim } from '../../shared/graph/shape';
import { symbolDim, type SymbolicDim } from './dims/dim';
import { sequenceFact, tensorFact, UNKNOWN, type Fact } from './fact';

/** What a declared type says, with symbols replaced by the sizes that were chosen for them. */
export function declaredFact(type: ValueType | undefined, sizes: ReadonlyMap<string, number>): Fact {
  if (type === undefined) return UNKNOWN;
  switch (type.kind) {
    case 'tensor':
    case 'sparseTensor':
      return tensorFact(
        type.dtype === 'undefined' ? undefined : type.dtype,
        type.shape?.map(dim => declaredDim(dim, sizes)),
      );
    case 'sequence':
      return sequenceFact(declaredFact(type.element, sizes));
    case 'optional':
      return { kind: 'optional', dtype: undefined, shape: undefined, content: declaredFact(type.element, sizes) };
    case 'map':
      return { kind: 'map', dtype: undefined, shape: undefined };
    case 'opaque':
      return UNKNOWN;
  }
}

const FORMULA = /[-+*/()]/;

/** Negative sizes are what some exporters write for "any"; a name such as `12*batch` is an exporter's formula, not a symbol. */
export function declaredDim(dim: Dim, sizes: ReadonlyMap<string, number>): SymbolicDim {
  if (typeof dim === 'number') return dim < 0 ? undefined : dim;
  if (!isSymbol(dim)) return undefined;
  return sizes.get(dim) ?? (FORMULA.test(dim) ? undefined : symbolDim(dim));
}
