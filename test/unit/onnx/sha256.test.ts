import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256OfRanges } from '../../../src/onnx/files/sha256';
import { MemorySource } from '../../../src/onnx/memorySource';
import { seededRandom } from '../../../src/shared/base/random';

const MIB = 1 << 20;

describe('the hash of ranges of a source', () => {
  const bytes = Uint8Array.from({ length: 4 * MIB }, (_, index) => (index * 31 + (index >> 8)) & 255);
  const source = new MemorySource(bytes, 'bytes');
  const expected = (ranges: readonly (readonly [number, number])[]): string => {
    const hash = createHash('sha256');
    for (const [offset, length] of ranges) hash.update(bytes.subarray(offset, offset + length));
    return hash.digest('hex');
  };
  const found = (ranges: readonly (readonly [number, number])[]): string =>
    sha256OfRanges(
      source,
      ranges.map(([offset, length]) => ({ offset, length })),
    );

  it.each([
    ['nothing', []],
    ['all', [[0, 4 * MIB]]],
    [
      'neighbours',
      [
        [0, 10],
        [10, 20],
        [40, 1],
      ],
    ],
    [
      'empty ones',
      [
        [5, 0],
        [7, 3],
        [12, 0],
      ],
    ],
    [
      'long ones beside short ones',
      [
        [3, 5],
        [100, 2 * MIB + 7],
        [2 * MIB + 200, 50],
        [3 * MIB, MIB],
      ],
    ],
    [
      'ranges out of order',
      [
        [5000, 10],
        [100, 10],
        [105, 3],
      ],
    ],
    ['what lies behind the end', [[4 * MIB - 10, 100]]],
  ] as const)('takes %s', (_, ranges) => {
    expect(found(ranges)).toBe(expected(ranges));
  });

  it('takes many ranges with gaps of all sizes', () => {
    const random = seededRandom(7);
    const ranges: [number, number][] = [];
    for (let offset = 0; offset < 4 * MIB;) {
      const length = Math.floor(random() ** 4 * 200_000);
      ranges.push([offset, Math.min(length, 4 * MIB - offset)]);
      offset += length + Math.floor(random() ** 3 * 20_000);
    }
    expect(found(ranges)).toBe(expected(ranges));
  });
});
