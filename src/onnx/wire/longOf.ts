import type { onnx } from '../generated/onnx';

/** A 64-bit integer as the generated code takes it. */
export type Int64 = NonNullable<onnx.AttributeProto.$Properties['i']>;

/** A 64-bit integer for protobufjs, which takes doubles only up to 2^53, and of a Long beyond reads nothing but its halves. */
export function longOf(value: bigint, unsigned = false): Int64 {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned } as Int64;
}
