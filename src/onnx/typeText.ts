import { assertNever } from '../shared/base/assertNever';
import type { ValueType } from '../shared/graph/attribute';

/** A declared type in one line: `float32[batch, 3, ?]`, `sequence(int64[])`, `map(string, float32[])`; without brackets when the rank is unknown. */
export function typeText(type: ValueType): string {
  switch (type.kind) {
    case 'tensor':
      return `${type.dtype}${shapeText(type.shape)}`;
    case 'sparseTensor':
      return `sparse(${type.dtype}${shapeText(type.shape)})`;
    case 'sequence':
    case 'optional':
      return `${type.kind}(${typeText(type.element)})`;
    case 'map':
      return `map(${type.key}, ${typeText(type.value)})`;
    case 'opaque':
      return 'opaque';
    default:
      return assertNever(type);
  }
}

function shapeText(shape: readonly (number | string | undefined)[] | undefined): string {
  return shape === undefined ? '' : `[${shape.map(dim => dim ?? '?').join(', ')}]`;
}
