import { describe, expect, it } from 'vitest';
import { NONE } from '../../../../src/shared/graph/graph';
import { hashOfName } from '../../../../src/shared/graph/nameHash';
import { NameMap } from '../../../../src/shared/graph/nameMap';

/** A map of the names, whose hashes `hashOf` gives. */
function mapOf(names: readonly string[], hashOf: (name: string) => number): NameMap {
  const map = new NameMap(names);
  names.forEach((name, id) => map.add(id, hashOf(name)));
  return map;
}

const NAMES = Array.from({ length: 5000 }, (_, index) => `/layers.${index % 70}/block.${index}/Conv_output_0`);

describe('NameMap', () => {
  it('finds every name and no other one', () => {
    const map = mapOf(NAMES, hashOfName);
    expect(NAMES.map(name => map.get(name, hashOfName(name)))).toEqual(NAMES.map((_, id) => id));
    expect(map.get('other', hashOfName('other'))).toBe(NONE);
  });

  it.each([
    ['all hashes are the same', () => 7],
    ['only few hashes occur', (name: string) => hashOfName(name) % 3],
  ])('finds every name when %s', (_, hashOf) => {
    const map = mapOf(NAMES, hashOf);
    expect(NAMES.map(name => map.get(name, hashOf(name)))).toEqual(NAMES.map((_name, id) => id));
    expect(map.get('other', hashOf('other'))).toBe(NONE);
  });

  it('spreads names that differ in few places', () => {
    const hashes = Array.from({ length: 10_000 }, (_, index) =>
      hashOfName(`a${index % 10}bc${Math.floor(index / 10) % 10}de${Math.floor(index / 100)}`),
    );
    expect(new Set(hashes).size).toBe(10_000);
    expect(new Set(hashes.map(hash => hash & 0xffff)).size).toBeGreaterThan(9000);
  });
});
