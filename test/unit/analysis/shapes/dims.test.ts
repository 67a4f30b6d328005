import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symbolDim, sameDim, type SymbolicDim } from '../../../../src/analysis/shapes/dims/dim';
import { addDims, multiplyDims, subtractDims } from '../../../../src/analysis/shapes/dims/dimArithmetic';
import { ceilDivideDims, divideExactly, floorDivideDims, moduloDims } from '../../../../src/analysis/shapes/dims/dimDivision';
import { maxDims, minDims } from '../../../../src/analysis/shapes/dims/dimExtremes';
import { evaluateDim } from '../../../../src/analysis/shapes/dims/evaluateDim';
import { formatDim } from '../../../../src/analysis/shapes/dims/formatDim';

const batch = symbolDim('batch');
const height = symbolDim('H');
const past = symbolDim('past');
const sequence = symbolDim('sequence');

function text(dim: SymbolicDim): string {
  return dim === undefined ? 'unknown' : formatDim(dim);
}

describe('normal form', () => {
  it('prints sums, products and quotients', () => {
    expect(text(multiplyDims(12, batch))).toBe('batch*12');
    expect(text(addDims(sequence, past))).toBe('past+sequence');
    expect(text(addDims(floorDivideDims(subtractDims(height, 1), 2), 1))).toBe('(H+1)/2');
    expect(text(floorDivideDims(height, 2))).toBe('H/2');
    expect(text(multiplyDims(floorDivideDims(height, 2), floorDivideDims(sequence, 2)))).toBe('H/2*(sequence/2)');
    expect(text(multiplyDims(floorDivideDims(multiplyDims(height, -1), 4), -1))).toBe('0-(-H)/4');
    expect(text(subtractDims(5, floorDivideDims(height, 2)))).toBe('5-H/2');
    expect(text(subtractDims(batch, floorDivideDims(height, 2)))).toBe('batch-H/2');
    expect(text(subtractDims(past, sequence))).toBe('past-sequence');
  });

  it('joins nested divisions and cancels what divides evenly', () => {
    expect(text(floorDivideDims(floorDivideDims(height, 2), 2))).toBe('H/4');
    expect(text(floorDivideDims(multiplyDims(multiplyDims(batch, sequence), 768), multiplyDims(batch, 12)))).toBe('sequence*64');
    expect(text(multiplyDims(floorDivideDims(height, 4), 2))).toBe('H/4*2');
    const total = addDims(past, sequence);
    expect(divideExactly(multiplyDims(multiplyDims(total, batch), 64), total)).toSatisfy(value =>
      sameDim(value as SymbolicDim, multiplyDims(batch, 64)),
    );
    expect(divideExactly(height, 2)).toBeUndefined();
    expect([ceilDivideDims(0, -1), ceilDivideDims(5, -2), ceilDivideDims(height, -1)].map(text)).toEqual(['0', '-2', 'unknown']);
  });

  it('decides minimum and maximum where every size gives the same answer', () => {
    expect(text(minDims(sequence, 2 ** 53))).toBe('sequence');
    expect(text(maxDims(sequence, 1))).toBe('sequence');
    expect(text(maxDims(sequence, addDims(sequence, 3)))).toBe('sequence+3');
    expect(text(minDims(sequence, 512))).toBe('min(512, sequence)');
  });

  it('lets no symbol name pass for an expression', () => {
    expect(sameDim(symbolDim('a+b'), addDims(symbolDim('a'), symbolDim('b')))).toBe(false);
    expect(sameDim(symbolDim('a*2'), multiplyDims(symbolDim('a'), 2))).toBe(false);
  });
});

/** A random expression beside the same arithmetic on numbers. */
interface Pair {
  readonly dim: SymbolicDim;
  readonly value: (sizes: ReadonlyMap<string, number>) => number;
}

const leaf: fc.Arbitrary<Pair> = fc.oneof(
  fc
    .constantFrom('a', 'b', 'c')
    .map(name => ({ dim: symbolDim(name), value: (sizes: ReadonlyMap<string, number>) => sizes.get(name) ?? 0 })),
  fc.integer({ min: 0, max: 7 }).map(number => ({ dim: number, value: () => number })),
);

const operations = [
  [addDims, (x: number, y: number) => x + y],
  [subtractDims, (x: number, y: number) => x - y],
  [multiplyDims, (x: number, y: number) => x * y],
  [floorDivideDims, (x: number, y: number) => Math.floor(x / y)],
  [ceilDivideDims, (x: number, y: number) => Math.ceil(x / y)],
  [moduloDims, (x: number, y: number) => x - y * Math.floor(x / y)],
  [minDims, Math.min],
  [maxDims, Math.max],
] as const;

const expression = fc.letrec<{ pair: Pair }>(tie => ({
  pair: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(fc.constantFrom(...operations), tie('pair'), tie('pair')).map(([[onDims, onNumbers], left, right]) => ({
      dim: onDims(left.dim, right.dim),
      value: (sizes: ReadonlyMap<string, number>) => onNumbers(left.value(sizes), right.value(sizes)),
    })),
  ),
})).pair;

describe('arithmetic of expressions', () => {
  it('agrees with arithmetic of numbers for every size', () => {
    let known = 0;
    fc.assert(
      fc.property(
        expression,
        fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 1, max: 40 }))),
        ({ dim, value }, [a, b, c]) => {
          const sizes = new Map([
            ['a', a ?? 1],
            ['b', b ?? 1],
            ['c', c ?? 1],
          ]);
          const expected = value(sizes);
          const actual = evaluateDim(dim, sizes);
          if (actual === undefined || !Number.isFinite(expected)) return;
          known++;
          expect(actual + 0).toBe(expected + 0);
        },
      ),
      { numRuns: 3000 },
    );
    expect(known).toBeGreaterThan(500);
  });
});
