import { keepPacked } from './pack';
import type { Packed } from './packed';
import { unpack } from './unpack';

/**
 * Stands for an object that is to be sent on: `pack` passes its packed form on as it came, and it is unpacked only when somebody looks into it. Reads like the
 * object, but is not to be changed.
 */
export function unpackLater<T extends object>(packed: Packed<T>): T {
  let unpacked: T | undefined;
  const value = (): T => (unpacked ??= unpack(packed));
  const later = new Proxy<T>({} as T, {
    get: (_, key) => Reflect.get(value(), key),
    has: (_, key) => Reflect.has(value(), key),
    ownKeys: () => Reflect.ownKeys(value()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(value(), key),
    set: () => false,
  });
  keepPacked(later, packed);
  return later;
}
