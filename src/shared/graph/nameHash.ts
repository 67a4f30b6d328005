const SEED = 0x811c9dc5;
const FACTOR = 0x9e3779b1;
const LAST_FACTOR = 0x85ebca6b;

/** Hash of a name of `length` code units before any is mixed in: four at a time, the first in the highest byte, then what is left one by one. */
export function beginHash(length: number): number {
  return SEED ^ length;
}

export function mixHash(hash: number, units: number): number {
  return Math.imul(((hash << 15) | (hash >>> 17)) ^ units, FACTOR);
}

export function finishHash(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), LAST_FACTOR);
  return mixed ^ (mixed >>> 13);
}

/** The hash, a signed 32-bit number, that a `NameMap` asks for. */
export function hashOfName(name: string): number {
  const wholeUnits = name.length & ~3;
  let hash = beginHash(name.length);
  for (let at = 0; at < wholeUnits; at += 4) {
    const units = (name.charCodeAt(at) << 24) ^ (name.charCodeAt(at + 1) << 16) ^ (name.charCodeAt(at + 2) << 8) ^ name.charCodeAt(at + 3);
    hash = mixHash(hash, units);
  }
  for (let at = wholeUnits; at < name.length; at++) hash = mixHash(hash, name.charCodeAt(at));
  return finishHash(hash);
}
