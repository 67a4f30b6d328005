import type { AttributeValue } from '../../shared/graph/attribute';
import type { Weight } from '../../shared/graph/weight';
import { storedWeight } from '../makeWeight';

/** An attribute's numbers as a 1-D tensor: integers as int64, floats as float32; a single number is a vector of one. */
export function vectorWeight(value: AttributeValue): Weight {
  if (value.kind === 'floats') return storedWeight('float32', [value.values.length], Float32Array.from(value.values));
  if (value.kind === 'int') return int64Vector([value.value]);
  return int64Vector(value.kind === 'ints' ? value.values : []);
}

const INT64_MAX = 2n ** 63n - 1n;

/** A 1-D int64 tensor. INT64_MAX (Slice to the end) is beyond what a double holds exactly and comes as 2^63. */
export function int64Vector(values: readonly number[]): Weight {
  const integers = BigInt64Array.from(values, value => {
    const integer = BigInt(value);
    return integer > INT64_MAX ? INT64_MAX : integer;
  });
  return storedWeight('int64', [values.length], integers);
}
