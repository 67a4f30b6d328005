import type { onnx } from '../../generated/onnx';
import type { SyntaxReader } from './syntaxReader';

/** A 64-bit integer as the generated code takes it. */
export type Int64 = NonNullable<onnx.AttributeProto.$Properties['i']>;

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;
const MOST_UNSIGNED = 2n ** 64n - 1n;

export function readInt64(reader: SyntaxReader): Int64 {
  return longOf(reader.integer(LEAST, MOST), false);
}

export function readUint64(reader: SyntaxReader): Int64 {
  return longOf(reader.integer(0n, MOST_UNSIGNED), true);
}

/** protobufjs takes doubles up to 2^53; of a Long it reads nothing but the halves. */
function longOf(value: bigint, unsigned: boolean): Int64 {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned } as Int64;
}
