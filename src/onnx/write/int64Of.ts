import { longOf, type Int64 } from '../wire/longOf';

const LARGEST = 2n ** 63n - 1n;

/** The int64 that an attribute's number stands for. 2^63 stands for INT64_MAX, the double next to it. */
export function int64Of(value: number): Int64 {
  const whole = BigInt(Math.trunc(value));
  return longOf(whole > LARGEST ? LARGEST : BigInt.asIntN(64, whole));
}
