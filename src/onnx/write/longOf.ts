import type { onnx } from '../generated/onnx';

/** A 64-bit integer as the generated code takes it. */
type Int64 = NonNullable<onnx.AttributeProto.$Properties['i']>;

const LARGEST = 2n ** 63n - 1n;

/** An int64 for protobufjs, which takes doubles only up to 2^53: beyond, the two halves. 2^63 stands for INT64_MAX, the double next to it. */
export function longOf(value: number): Int64 {
  if (Number.isSafeInteger(value)) return value;
  const whole = BigInt(Math.trunc(value));
  const clamped = whole > LARGEST ? LARGEST : BigInt.asIntN(64, whole);
  // protobufjs reads nothing of a Long but its halves.
  return { low: Number(BigInt.asIntN(32, clamped)), high: Number(BigInt.asIntN(32, clamped >> 32n)), unsigned: false } as Int64;
}
