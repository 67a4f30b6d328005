import { keepPacked } from './pack';
import type { Packed } from './packed';
import { unpack } from './unpack';

/** Unpacks a value that is to be sent on: `pack` passes its packed form on as it came. */
export function unpackKept<T extends object>(packed: Packed<T>): T {
  const value = unpack(packed);
  keepPacked(value, packed);
  return value;
}
