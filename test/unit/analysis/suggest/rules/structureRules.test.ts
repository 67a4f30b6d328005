import { describe, expect, it } from 'vitest';
import { dtypeNumber, type Dtype } from '../../../../../src/shared/graph/dtype';
import { floats, int64s, noise, type Sketch, type SketchNode } from '../../../../fixtures/sketchGraph';
import { saidBy, suggestSketch } from '../suggestFixture';

const cast = (from: string, to: string, dtype: Dtype): SketchNode => [
  'Cast',
  [from],
  [to],
  { to: { kind: 'int', value: dtypeNumber(dtype) } },
];

describe('Casts in pairs', () => {
  const sketch = (...nodes: readonly SketchNode[]): Sketch => ({ inputs: { x: [4] }, nodes, outputs: ['y'] });

  it('are advised against when the first one widens', async () => {
    const report = await suggestSketch(sketch(cast('x', 'a', 'float64'), cast('a', 'y', 'float32')));
    expect(report.advice.find(({ rule }) => rule === 'cast-pairs')).toMatchObject({ layers: [0, 1], promise: 'exact' });
  });

  it('are kept when the first one rounds, or its result is used elsewhere', async () => {
    expect(saidBy(await suggestSketch(sketch(cast('x', 'a', 'float16'), cast('a', 'y', 'float32'))), 'cast-pairs')).toBeUndefined();
    const shared = { ...sketch(cast('x', 'a', 'float64'), cast('a', 'y', 'float32')), outputs: ['y', 'a'] };
    expect(saidBy(await suggestSketch(shared), 'cast-pairs')).toBeUndefined();
  });
});

describe('indices of 64 bits', () => {
  const chain = (size: number): Sketch => ({
    inputs: { x: [size] },
    weights: { one: int64s([], [1]) },
    nodes: [cast('x', 'i', 'int64'), ['Add', ['i', 'one'], ['j']], ['Mul', ['j', 'i'], ['y']]],
    outputs: ['y'],
  });

  it('are advised against when they are many', async () => {
    const report = await suggestSketch(chain(100_000));
    expect(report.advice.find(({ rule }) => rule === 'int64-indices')?.layers).toEqual([1, 2]);
  });

  it('are no matter when they are few', async () => {
    expect(saidBy(await suggestSketch(chain(1000)), 'int64-indices')).toBeUndefined();
  });
});

describe('open dimensions', () => {
  const shapes = (count: number, batch: number | string): Sketch => ({
    inputs: { x: [batch, 4] },
    nodes: [
      ...Array.from({ length: count }, (_, index): SketchNode => ['Shape', [index === 0 ? 'x' : `r${index - 1}`], [`s${index}`]]).flatMap(
        (shape, index): readonly SketchNode[] => [shape, ['Reshape', [index === 0 ? 'x' : `r${index - 1}`, `s${index}`], [`r${index}`]]],
      ),
      ['Relu', [`r${count - 1}`], ['y']],
    ],
    outputs: ['y'],
  });

  it('are named when many nodes compute shapes from them', async () => {
    const report = await suggestSketch(shapes(20, 'batch'));
    const advice = [...report.offered, ...report.advice].find(({ rule }) => rule === 'dynamic-dims');
    expect(advice?.why).toBe('20 nodes compute shapes from “batch” in every run.');
    expect(advice?.gain).toMatchObject({ before: 41, low: 21 });
  });

  it('are no matter for few nodes or fixed sizes', async () => {
    expect(saidBy(await suggestSketch(shapes(5, 'batch')), 'dynamic-dims')).toBeUndefined();
    expect(saidBy(await suggestSketch(shapes(20, 2)), 'dynamic-dims')).toBeUndefined();
  });
});

describe('large constants', () => {
  const sketch = (side: number): Sketch => ({
    inputs: { x: [side, side] },
    nodes: [
      ['Constant', [], ['c'], { value: { kind: 'tensor', weight: floats([side, side], noise(side * side)) } }],
      ['Add', ['x', 'c'], ['y']],
    ],
    outputs: ['y'],
  });

  it('are offered to the clean-up in one offer with the nodes', async () => {
    const { offered } = await suggestSketch(sketch(600));
    expect(offered).toMatchObject([
      { pass: 'clean', layers: [0], title: 'Fold 1 constant node and turn 1.44\u202fMB of constants into weights' },
    ]);
  });

  it('are no matter when small', async () => {
    expect((await suggestSketch(sketch(8))).offered.map(({ title }) => title)).toEqual(['Fold 1 constant node']);
  });
});

describe('unused inputs and outputs', () => {
  const sketch = (overrides: Partial<Sketch>): Sketch => ({
    inputs: { x: [1, 2, 4, 4] },
    nodes: [['Relu', ['x'], ['y']]],
    outputs: ['y'],
    ...overrides,
  });

  it('are named', async () => {
    const report = await suggestSketch(sketch({ inputs: { x: [1, 2, 4, 4], spare: [1] } }));
    expect(saidBy(report, 'unused-inputs')?.text).toContain('“spare”');
    expect(saidBy(await suggestSketch(sketch({})), 'unused-inputs')).toBeUndefined();
  });

  it('are outputs that hand an input through or never change', async () => {
    const nodes: readonly SketchNode[] = [
      ['Relu', ['x'], ['y']],
      ['Identity', ['x'], ['same']],
      ['Neg', ['c'], ['always']],
    ];
    const said = saidBy(
      await suggestSketch(sketch({ nodes, weights: { c: floats([1], [1]) }, outputs: ['y', 'same', 'always'] })),
      'unused-outputs',
    );
    expect(said?.text).toContain('“same”, “always” are a constant');
    const alone = await suggestSketch(sketch({ nodes: [['Identity', ['x'], ['y']]] }));
    expect(saidBy(alone, 'unused-outputs')).toBeUndefined();
  });

  it('are indices of a MaxPool', async () => {
    const pool = (outputs: readonly string[]): Sketch =>
      sketch({ nodes: [['MaxPool', ['x'], outputs, { kernel_shape: { kind: 'ints', values: [2, 2] } }]] });
    expect(saidBy(await suggestSketch(pool(['y', 'indices'])), 'unused-outputs')?.text).toContain('MaxPool');
    expect(saidBy(await suggestSketch(pool(['y'])), 'unused-outputs')).toBeUndefined();
  });
});

describe('a graph to clean up', () => {
  it('is named by what is in it, or declined when there is nothing', async () => {
    const sketch: Sketch = {
      inputs: { x: [1, 2, 4, 4] },
      weights: { w: floats([2, 2, 1, 1], [1, 0, 0, 1]), s: floats([2], [1, 2]) },
      nodes: [
        ['Conv', ['x', 'w'], ['c']],
        ['BatchNormalization', ['c', 's', 's', 's', 's'], ['d']],
        ['Relu', ['d'], ['y']],
      ],
      outputs: ['y'],
    };
    expect((await suggestSketch(sketch)).offered).toMatchObject([{ rule: 'fold-batch-norm', pass: 'clean', layers: [1] }]);
    const clean = { ...sketch, nodes: [sketch.nodes[0] ?? ['Relu', ['x'], ['c']], ['Relu', ['c'], ['y']] as const] };
    const report = await suggestSketch(clean);
    expect(report.offered).toEqual([]);
    expect(saidBy(report, 'clean')?.text).toBe('Nothing to remove or to merge.');
  });

  it('scales and shifts behind a layer fit into it', async () => {
    const sketch: Sketch = {
      inputs: { x: [1, 2, 8, 8] },
      weights: { w: floats([2, 2, 1, 1], [1, 0, 0, 1]), s: floats([1], [2]), b: floats([2, 1, 1], [1, 2]) },
      nodes: [
        ['Conv', ['x', 'w'], ['c']],
        ['Mul', ['c', 's'], ['d']],
        ['Add', ['d', 'b'], ['e']],
        ['Relu', ['e'], ['y']],
      ],
      outputs: ['y'],
    };
    const { offered } = await suggestSketch(sketch);
    expect(offered).toMatchObject([
      { rule: 'fold-affine', pass: 'clean', layers: [1, 2], promise: 'close', gain: { metric: 'nodes', before: 4, low: 2 } },
    ]);
    expect(offered[0]?.why).toBe('Scales and shifts by stored numbers directly follow one layer and fit into their weights.');
  });
});
