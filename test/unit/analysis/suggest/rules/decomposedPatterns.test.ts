import { describe, expect, it } from 'vitest';
import { floats, type Sketch, type SketchNode } from '../../../../fixtures/sketchGraph';
import { profileOf, saidBy, suggestSketch } from '../suggestFixture';

const scalars = (values: Readonly<Record<string, number>>): Sketch['weights'] =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, floats([], [value])]));

const AXES = { axes: { kind: 'ints', values: [-1] } } as const;

function sketch(nodes: readonly SketchNode[], values: Readonly<Record<string, number>>, opset = 17): Sketch {
  return { inputs: { x: [1, 4, 8] }, weights: scalars(values) ?? {}, nodes, outputs: ['y'], opset };
}

describe('HardSwish written out', () => {
  const divided: readonly SketchNode[] = [
    ['Add', ['x', 'three'], ['a']],
    ['Clip', ['a', 'zero', 'six'], ['c']],
    ['Mul', ['x', 'c'], ['m']],
    ['Div', ['m', 'six'], ['y']],
  ];
  const values = { three: 3, zero: 0, six: 6 };

  it('is offered to be cleaned up, with its count and nodes', async () => {
    const report = await suggestSketch(sketch(divided, values));
    expect(saidBy(report, 'decomposed-hard-swish')?.kind).toBe('offered');
    expect(report.offered[0]).toMatchObject({ layers: [0, 1, 2, 3], gain: { metric: 'nodes', before: 4, low: 1, high: 1 } });
  });

  it('is found with the division first, as a factor, and with bounds in attributes', async () => {
    const bounds = { min: { kind: 'float', value: 0 }, max: { kind: 'float', value: 6 } } as const;
    const report = await suggestSketch(
      sketch(
        [
          ['Add', ['three', 'x'], ['a']],
          ['Clip', ['a'], ['c'], bounds],
          ['Mul', ['c', 'sixth'], ['d']],
          ['Mul', ['d', 'x'], ['y']],
        ],
        { three: 3, sixth: 0.16666667 },
        10,
      ),
    );
    expect(report.offered.find(({ rule }) => rule === 'decomposed-hard-swish')?.layers).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['another offset', { ...values, three: 2 }, divided],
    ['another bound', { ...values, six: 5 }, divided],
    ['another factor at the end', values, [...divided.slice(0, 3), ['Div', ['m', 'three'], ['y']] as const]],
    ['a gate on another tensor', values, [...divided.slice(0, 2), ['Mul', ['a', 'c'], ['m']] as const, divided[3] ?? divided[0]]],
  ])('is nothing with %s', async (_, constants, nodes) => {
    const report = await suggestSketch(sketch(nodes as readonly SketchNode[], constants));
    expect(saidBy(report, 'decomposed-hard-swish')).toBeUndefined();
    expect(saidBy(report, 'upgrade-opset')).toBeUndefined();
  });

  it('gains a share of the measured time of its kernels', async () => {
    const report = await suggestSketch(sketch(divided, values), { profile: profileOf({ 0: 1, 1: 1, 2: 1, 3: 1 }) });
    const { gain } = report.offered.find(({ rule }) => rule === 'decomposed-hard-swish') ?? {};
    expect(gain).toMatchObject({ metric: 'latencyMs', before: 4, from: 'from the measured time of 4 layers' });
    expect(gain?.low).toBeCloseTo(0.8);
  });

  it('makes a newer opset worth an offer where the old one has no such operator', async () => {
    const offer = saidBy(await suggestSketch(sketch(divided, values, 11)), 'upgrade-opset');
    expect(offer?.kind).toBe('offered');
    expect(offer?.text).toContain('Raise the opset to 14');
    expect(saidBy(await suggestSketch(sketch(divided, values, 14)), 'upgrade-opset')).toBeUndefined();
  });
});

describe('an old opset', () => {
  it('is no reason by itself', async () => {
    const old = await suggestSketch(sketch([['Relu', ['x'], ['y']]], {}, 9));
    expect(saidBy(old, 'upgrade-opset')).toMatchObject({ kind: 'declined', text: expect.stringContaining('Opset 9') as string });
    expect(saidBy(await suggestSketch(sketch([['Relu', ['x'], ['y']]], {}, 13)), 'upgrade-opset')).toBeUndefined();
  });
});

describe('Gelu written out', () => {
  const tanh: readonly SketchNode[] = [
    ['Pow', ['x', 'three'], ['p']],
    ['Mul', ['p', 'k'], ['q']],
    ['Add', ['x', 'q'], ['r']],
    ['Mul', ['r', 's'], ['t']],
    ['Tanh', ['t'], ['u']],
    ['Add', ['u', 'one'], ['v']],
    ['Mul', ['x', 'half'], ['h']],
    ['Mul', ['h', 'v'], ['y']],
  ];
  const values = { three: 3, k: 0.044715, s: 0.7978845, one: 1, half: 0.5 };

  it('is advised against in the form with Tanh', async () => {
    const report = await suggestSketch(sketch(tanh, values));
    expect(report.advice.find(({ rule }) => rule === 'decomposed-gelu')?.layers).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(saidBy(report, 'upgrade-opset')?.text).toContain('Raise the opset to 20');
  });

  it('is nothing with another constant', async () => {
    expect(saidBy(await suggestSketch(sketch(tanh, { ...values, k: 0.05 })), 'decomposed-gelu')).toBeUndefined();
  });

  it.each([
    ['x first', ['x', 'v'], ['w', 'half']],
    ['the half first', ['v', 'half'], ['w', 'x']],
    ['half of x', ['x', 'half'], ['w', 'v']],
  ] as const)('is left to the runtime in the form with Erf, %s', async (_, inner, outer) => {
    const nodes: readonly SketchNode[] = [
      ['Div', ['x', 'root'], ['t']],
      ['Erf', ['t'], ['u']],
      ['Add', ['u', 'one'], ['v']],
      ['Mul', inner, ['w']],
      ['Mul', outer, ['y']],
    ];
    const report = await suggestSketch(sketch(nodes, { root: 1.4142135, one: 1, half: 0.5 }));
    expect(saidBy(report, 'decomposed-gelu')).toMatchObject({ kind: 'declined', text: expect.stringContaining('merges') as string });
    expect(saidBy(await suggestSketch(sketch(nodes, { root: 1.5, one: 1, half: 0.5 })), 'decomposed-gelu')).toBeUndefined();
  });
});

describe('norms written out', () => {
  const scaled = (from: string): readonly SketchNode[] => [
    ['Pow', [from, 'two'], ['p']],
    ['ReduceMean', ['p'], ['m'], AXES],
    ['Add', ['m', 'epsilon'], ['a']],
    ['Sqrt', ['a'], ['s']],
  ];
  const centered: readonly SketchNode[] = [
    ['ReduceMean', ['x'], ['mean'], AXES],
    ['Sub', ['x', 'mean'], ['d']],
  ];
  const values = { two: 2, epsilon: 1e-5, one: 1 };

  it('are left to the runtime with a division', async () => {
    const layer = await suggestSketch(sketch([...centered, ...scaled('d'), ['Div', ['d', 's'], ['y']]], values));
    expect(saidBy(layer, 'decomposed-layer-norm')?.kind).toBe('declined');
    expect(saidBy(layer, 'decomposed-rms-norm')).toBeUndefined();
    const rms = await suggestSketch(sketch([...scaled('x'), ['Div', ['x', 's'], ['y']]], values));
    expect(saidBy(rms, 'decomposed-rms-norm')?.kind).toBe('declined');
    expect(saidBy(rms, 'decomposed-layer-norm')).toBeUndefined();
  });

  it.each([['Reciprocal', ['s']] as const, ['Div', ['one', 's']] as const])(
    'are advised against with a reciprocal by %s',
    async (op, reads) => {
      const reciprocal: readonly SketchNode[] = [
        [op, reads, ['i']],
        ['Mul', ['x', 'i'], ['y']],
      ];
      const report = await suggestSketch(sketch([...scaled('x'), ...reciprocal], values));
      expect(report.advice.find(({ rule }) => rule === 'decomposed-rms-norm')?.layers).toEqual([0, 1, 2, 3, 4, 5]);
      expect(saidBy(report, 'decomposed-rms-norm')?.text).toContain('opset 23');
    },
  );

  it('are nothing when another tensor is divided, or nothing small is added', async () => {
    const other = await suggestSketch(sketch([...scaled('x'), ['Div', ['p', 's'], ['y']]], values));
    expect(saidBy(other, 'decomposed-rms-norm')).toBeUndefined();
    const large = await suggestSketch(sketch([...scaled('x'), ['Div', ['x', 's'], ['y']]], { ...values, epsilon: 1 }));
    expect(saidBy(large, 'decomposed-rms-norm')).toBeUndefined();
  });
});

describe('attention written out', () => {
  const attention = (masked: readonly SketchNode[], values: string): Sketch => ({
    inputs: { q: [2, 4, 8], k: [2, 8, 4], v: [2, 4, 8] },
    weights: { scale: floats([], [0.3]), w: floats([4, 8], new Array<number>(32).fill(1)) },
    nodes: [['MatMul', ['q', 'k'], ['s0']], ...masked, ['MatMul', ['p', values], ['y']]],
    outputs: ['y'],
  });
  const plain: readonly SketchNode[] = [
    ['Mul', ['s0', 'scale'], ['s1']],
    ['Softmax', ['s1'], ['p']],
  ];

  it('is declined with what the operator took', async () => {
    expect(saidBy(await suggestSketch(attention(plain, 'v')), 'decomposed-attention')?.text).toContain('0.95×');
  });

  it('is found behind a guard against masked rows', async () => {
    const guarded: readonly SketchNode[] = [
      ['Softmax', ['s0'], ['r']],
      ['IsNaN', ['r'], ['n']],
      ['Where', ['n', 'scale', 'r'], ['p']],
    ];
    expect(saidBy(await suggestSketch(attention(guarded, 'v')), 'decomposed-attention')?.kind).toBe('declined');
  });

  it('is no Softmax in front of a layer with a weight', async () => {
    expect(saidBy(await suggestSketch(attention(plain, 'w')), 'decomposed-attention')).toBeUndefined();
  });
});
