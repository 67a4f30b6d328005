import { dtypeBits, tensorBytes } from '../../shared/graph/dtype';
import { concreteShape, volumeOf } from '../shapes/axes';
import type { Fact } from '../shapes/fact';

/** Bytes of one value in memory; NaN when its size is not known. Sub-byte types are packed; strings count as nothing. */
export function factBytes(fact: Fact): number {
  if (fact.kind === 'sequence') return fact.items === undefined ? Number.NaN : fact.items.reduce((sum, item) => sum + factBytes(item), 0);
  if (fact.kind === 'optional') return fact.content === undefined ? 0 : factBytes(fact.content);
  const shape = concreteShape(fact.shape);
  if (fact.kind !== 'tensor' || shape === undefined || fact.dtype === undefined) return Number.NaN;
  return dtypeBits(fact.dtype) === 0 ? 0 : tensorBytes(fact.dtype, volumeOf(shape));
}
