import { describe, expect, it } from 'vitest';
import { inspectWeights } from '../../../../../src/analysis/suggest/inspectWeights';
import { findLinearWork } from '../../../../../src/analysis/suggest/linearWork';
import { declaredAnalysis, memoryReader } from '../../../../fixtures/passInput';
import { floats, noise, sketchGraph, type Sketch } from '../../../../fixtures/sketchGraph';
import { saidBy, suggestSketch } from '../suggestFixture';

/** Two 1×1 convolutions, the first with `width` channels of which `change` makes what it likes. */
function chain(width: number, change: (row: number, values: number[]) => number[], norm?: readonly number[]): Sketch {
  const rows = Array.from({ length: width }, (_, row) => change(row, [...noise(16, row + 7)]));
  const ones = new Array<number>(width).fill(1);
  return {
    inputs: { x: [1, 16, 32, 32] },
    weights: {
      w: floats([width, 16, 1, 1], rows.flat()),
      v: floats([16, width, 1, 1], noise(16 * width)),
      s: floats([width], norm ?? ones),
      o: floats([width], ones),
    },
    nodes: [
      ['Conv', ['x', 'w'], ['a']],
      norm === undefined ? ['Relu', ['a'], ['b']] : ['BatchNormalization', ['a', 's', 'o', 'o', 'o'], ['b']],
      ['Conv', ['b', 'v'], ['y']],
    ],
    outputs: ['y'],
  };
}

describe('dead and duplicate channels', () => {
  const dead = (count: number) => chain(64, (row, values) => (row < count ? values.map(value => value * 1e-9) : values));

  it('are offered to pruning when they fill a step of the grid', async () => {
    const report = await suggestSketch(dead(20));
    expect(report.offered.find(({ rule }) => rule === 'dead-channels')).toMatchObject({
      layers: [0],
      pass: 'prune-channels',
      parameters: { macs: 0.75 },
    });
    expect(saidBy(report, 'dead-channels')?.text).toContain('20 dead output channels in one layer');
  });

  it('are named without an offer when they do not', async () => {
    expect(saidBy(await suggestSketch(dead(5)), 'dead-channels')).toMatchObject({
      kind: 'declined',
      text: expect.stringContaining('5 dead') as string,
    });
    expect(saidBy(await suggestSketch(dead(0)), 'dead-channels')).toBeUndefined();
  });

  it('are found behind a BatchNormalization that scales them away', async () => {
    const scales = Array.from({ length: 64 }, (_, channel) => (channel < 16 ? 0 : 1));
    const report = await suggestSketch(chain(64, (_, values) => values, scales));
    expect(saidBy(report, 'dead-channels')?.text).toContain('16 dead');
  });

  it('are found when they equal another to the last bit, not when they nearly do', async () => {
    const copies = (factor: number) =>
      chain(64, (row, values) => (row < 17 ? noise(16).map(value => value * (row === 0 ? 1 : factor)) : values));
    expect(saidBy(await suggestSketch(copies(1)), 'dead-channels')?.text).toContain('16 duplicate');
    const near = saidBy(await suggestSketch(copies(1.001)), 'dead-channels');
    expect(near?.text ?? '').not.toContain('1 duplicate');
  });

  it('are none where the Add behind a MatMul makes them different', async () => {
    const equalColumns = floats(
      [16, 64],
      Array.from({ length: 16 * 64 }, (_, index) => Math.sin(Math.floor(index / 64) + 1)),
    );
    const biased = (bias: readonly number[]): Sketch => ({
      inputs: { x: [512, 16] },
      weights: { w: equalColumns, b: floats([64], bias), v: floats([64, 8], noise(512)) },
      nodes: [
        ['MatMul', ['x', 'w'], ['m']],
        ['Add', ['m', 'b'], ['s']],
        ['Relu', ['s'], ['r']],
        ['MatMul', ['r', 'v'], ['y']],
      ],
      outputs: ['y'],
    });
    const found = async (bias: readonly number[]) => saidBy(await suggestSketch(biased(bias)), 'dead-channels')?.text ?? '';
    expect(await found(new Array<number>(64).fill(1))).toContain('63 duplicate');
    expect(await found(Array.from({ length: 64 }, (_, channel) => channel))).toBe('');
  });

  it('are looked for as far as the budget reaches', async () => {
    const graph = sketchGraph(dead(20));
    const linear = findLinearWork(graph, declaredAnalysis(graph));
    const budget = { channelBytes: 16 * 64 * 4, layers: 9, duplicateBytes: 0, samples: 0 };
    expect(await inspectWeights(graph, memoryReader(graph), linear, budget)).toMatchObject({
      inspectedLayers: 1,
      skippedLayers: 1,
      duplicates: [],
    });
  });
});

describe('equal weights', () => {
  const twice = (second: number): Sketch => ({
    inputs: { x: [1, 128] },
    weights: { a: floats([128, 128], noise(128 * 128)), b: floats([128, 128], noise(128 * 128, second)) },
    nodes: [
      ['MatMul', ['x', 'a'], ['m']],
      ['MatMul', ['m', 'b'], ['y']],
    ],
    outputs: ['y'],
  });

  it('are found with their readers', async () => {
    const advice = (await suggestSketch(twice(1))).offered.find(({ rule }) => rule === 'share-weights');
    expect(advice).toMatchObject({
      layers: [0, 1],
      promise: 'exact',
      gain: { metric: 'weightBytes', before: 131072, low: 65536, high: 65536 },
    });
  });

  it('are none when values differ', async () => {
    expect(saidBy(await suggestSketch(twice(2)), 'share-weights')).toBeUndefined();
  });

  it('are told apart by their last value', async () => {
    const sketch = twice(1);
    const values = [...noise(128 * 128)];
    values[values.length - 1] = 9;
    const changed = { ...sketch, weights: { ...sketch.weights, b: floats([128, 128], values) } };
    expect(saidBy(await suggestSketch(changed), 'share-weights')).toBeUndefined();
  });
});

/** Large weights without bytes: only their shapes matter. */
function matrix(rows: number, columns: number) {
  return { dtype: 'float32', dims: [rows, columns], bytes: { kind: 'unavailable', reason: 'not stored' } } as const;
}

describe('weights alone in 4 bits', () => {
  const layers = (rows: number | string): Sketch => ({
    inputs: { x: [1, rows, 2048] },
    weights: { a: matrix(2048, 8192) },
    nodes: [['MatMul', ['x', 'a'], ['y']]],
    outputs: ['y'],
  });

  it('help large products of a single row', async () => {
    expect(saidBy(await suggestSketch(layers(1)), 'quantize-weights')).toMatchObject({
      kind: 'offered',
      text: expect.stringContaining('67.1 MB') as string,
    });
  });

  it('do not help with many rows, and small matrices are no matter', async () => {
    expect(saidBy(await suggestSketch(layers(128)), 'quantize-weights')?.kind).toBe('declined');
    expect(saidBy(await suggestSketch(layers('tokens')), 'quantize-weights')?.kind).toBe('declined');
    const small = { ...layers(1), weights: { a: matrix(2048, 256) } };
    expect(saidBy(await suggestSketch(small), 'quantize-weights')).toBeUndefined();
  });

  it('help a decoder that hands its cache back', async () => {
    const decoder: Sketch = {
      inputs: { x: [1, 'tokens', 2048], past: [1, 'before', 8192] },
      weights: { a: matrix(2048, 8192) },
      nodes: [
        ['MatMul', ['x', 'a'], ['k']],
        ['Concat', ['past', 'k'], ['present'], { axis: { kind: 'int', value: 1 } }],
      ],
      outputs: ['k', 'present'],
    };
    expect(saidBy(await suggestSketch(decoder), 'quantize-weights')?.text).toContain('for every token');
  });
});

describe('an embedding table', () => {
  const table = (rows: number, isShared: boolean): Sketch => ({
    inputs: { ids: [1, 8] },
    weights: { t: matrix(rows, 256) },
    nodes: [
      ['Gather', ['t', 'ids'], ['e']],
      ...(isShared ? [['Transpose', ['t'], ['u']] as const, ['MatMul', ['e', 'u'], ['y']] as const] : [['Relu', ['e'], ['y']] as const]),
    ],
    outputs: ['y'],
  });

  it('that is most of the file can be stored in 8 bits', async () => {
    const advice = (await suggestSketch(table(30_000, false))).advice.find(({ rule }) => rule === 'embedding-table');
    expect(advice).toMatchObject({ layers: [0], gain: { before: 30_720_000, low: 30_000 * 260, high: 30_000 * 260 } });
  });

  it('has to stay when the output layer uses it, and small ones are no matter', async () => {
    expect(saidBy(await suggestSketch(table(30_000, true)), 'embedding-table')?.kind).toBe('declined');
    expect(saidBy(await suggestSketch(table(1000, false)), 'embedding-table')).toBeUndefined();
  });
});

describe('half precision and single zeros', () => {
  it('are named with what half precision would save', async () => {
    const report = await suggestSketch({
      inputs: { x: [1, 128] },
      weights: { a: floats([128, 128], noise(128 * 128)) },
      nodes: [['MatMul', ['x', 'a'], ['y']]],
      outputs: ['y'],
    });
    expect(saidBy(report, 'float16')?.text).toContain('65.5 kB → 32.8 kB');
    expect(saidBy(report, 'prune-weights')?.text).toContain('90 %');
  });
});
