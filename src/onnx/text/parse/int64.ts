import { longOf, type Int64 } from '../../wire/longOf';
import type { SyntaxReader } from './syntaxReader';

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;
const MOST_UNSIGNED = 2n ** 64n - 1n;

export function readInt64(reader: SyntaxReader): Int64 {
  return longOf(reader.integer(LEAST, MOST));
}

export function readUint64(reader: SyntaxReader): Int64 {
  return longOf(reader.integer(0n, MOST_UNSIGNED), true);
}
