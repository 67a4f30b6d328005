import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { planArena } from '../../../../src/analysis/memory/planArena';
import type { FixtureModel } from '../../../fixtures/buildModel';
import { openFixture } from '../inferFixture';

function memoryOf(model: FixtureModel): {
  readonly live: readonly number[];
  readonly peak: number | undefined;
  readonly planned: number | undefined;
} {
  const { graph, reader } = openFixture(model);
  const { columns, totals } = analyze(graph, reader, { dims: new Map() });
  return {
    live: [...(columns.find(({ id }) => id === 'peakBytes')?.values ?? [])],
    peak: totals.peakActivationBytes,
    planned: totals.plannedPeakBytes,
  };
}

describe('live memory', () => {
  it('keeps an output to its last reader and a graph output to the end', () => {
    const memory = memoryOf({
      inputs: [{ name: 'x', shape: [256] }],
      nodes: [
        { op: 'Relu', inputs: ['x'], outputs: ['a'] },
        { op: 'Exp', inputs: ['a'], outputs: ['b'] },
        { op: 'Concat', inputs: ['b', 'b', 'b'], outputs: ['c'], attributes: { axis: 0 } },
        { op: 'Add', inputs: ['a', 'b'], outputs: ['unread'] },
        { op: 'ReduceSum', inputs: ['c'], outputs: ['d'] },
      ],
      outputs: [{ name: 'a' }, { name: 'd' }],
    });
    // 1 KiB each for x, a, b and the unread sum, 3 KiB for c, 4 bytes for d.
    expect(memory.live).toEqual([2048, 2048, 5120, 6144, 4100]);
    expect(memory.peak).toBe(6144);
  });

  it('plans activation functions into the memory of dying operands, views into that of theirs, and tensors of one shape into what died', () => {
    const chain = (ops: readonly string[]): FixtureModel => ({
      inputs: [{ name: 't0', shape: [64, 64] }],
      nodes: ops.map((op, index) => ({ op, inputs: [`t${index}`], outputs: [`t${index + 1}`] })),
      outputs: [{ name: `t${ops.length}` }],
    });
    const bytes = 64 * 64 * 4;
    // The caller owns the input. One running buffer, and the output's own.
    expect(memoryOf(chain(['Transpose', 'Relu', 'Flatten', 'Sigmoid', 'Transpose'])).planned).toBe(2 * bytes);
    // Arithmetic is not done in place: two buffers take turns.
    expect(memoryOf(chain(['Exp', 'Exp', 'Exp', 'Exp'])).planned).toBe(2 * bytes);
  });

  it('bounds every plan from below by what lives at once, also where memory is kept for later', () => {
    const { graph, reader } = openFixture({
      inputs: [{ name: 'x', shape: [64, 64] }],
      nodes: [
        { op: 'Exp', inputs: ['x'], outputs: ['a'] },
        { op: 'Transpose', inputs: ['a'], outputs: ['b'] },
        { op: 'ReduceSum', inputs: ['b'], outputs: ['s'], attributes: { keepdims: 0 } },
        { op: 'Tile', inputs: ['b', 'three'], outputs: ['wide'] },
        { op: 'ReduceSum', inputs: ['wide'], outputs: ['t'], attributes: { keepdims: 0 } },
        { op: 'Add', inputs: ['s', 't'], outputs: ['y'] },
      ],
      initializers: [{ name: 'three', dtype: 'int64', dims: [2], values: [3n, 1n] }],
      outputs: [{ name: 'y' }],
    });
    const { memory } = analyze(graph, reader, { dims: new Map() });
    const bytes = 64 * 64 * 4;
    // b, three times as much, and the first sum; the memory of a is free by then.
    expect(memory.lowerBoundBytes).toBe(4 * bytes + 4);
    expect(memory.plannedPeakBytes).toBeGreaterThanOrEqual(4 * bytes + 4);
  });

  it('does not know what depends on a symbol', () => {
    const memory = memoryOf({
      inputs: [{ name: 'x', shape: ['N'] }],
      nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    expect([memory.peak, memory.planned]).toEqual([undefined, undefined]);
  });
});

describe('arena planning', () => {
  const buffers = fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 5000 }), first: fc.nat(30), length: fc.nat(8) }), {
    maxLength: 60,
  });

  it('needs at least what is alive at once, and at most twice everything, since chunks are split only when half would be wasted', () => {
    fc.assert(
      fc.property(buffers, drawn => {
        const list = drawn.map(({ bytes, first, length }) => ({ bytes, first, last: first + length }));
        const rounded = (bytes: number): number => Math.ceil(bytes / 256) * 256;
        const aliveAt = (node: number): number =>
          list.filter(({ first, last }) => first <= node && node <= last).reduce((sum, { bytes }) => sum + rounded(bytes), 0);
        const most = Math.max(0, ...Array.from({ length: 40 }, (_, node) => aliveAt(node)));
        const planned = planArena(list);
        expect(planned).toBeGreaterThanOrEqual(most);
        expect(planned).toBeLessThanOrEqual(2 * list.reduce((sum, { bytes }) => sum + rounded(bytes), 0));
      }),
    );
  });

  it('reuses memory that was given back', () => {
    expect(
      planArena([
        { bytes: 1024, first: 0, last: 1 },
        { bytes: 512, first: 1, last: 2 },
        { bytes: 1024, first: 2, last: 3 },
      ]),
    ).toBe(1536);
    expect(planArena([{ bytes: Number.NaN, first: 0, last: 1 }])).toBeNaN();
  });
});
