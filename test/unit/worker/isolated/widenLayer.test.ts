import { describe, expect, it } from 'vitest';
import { layerChannels } from '../../../../src/worker/isolated/layerChannels';
import { widenLayer } from '../../../../src/worker/isolated/widenLayer';
import { widthsAround } from '../../../../src/worker/isolated/widthsAround';
import type { FedGraph } from '../../../../src/worker/isolated/betweenIntegers';
import type { DenseTensor } from '../../../../src/shared/graph/denseTensor';
import { intAttribute } from '../../../../src/shared/graph/nodeAttributes';
import { tensorByName } from '../../../../src/shared/graph/traversal';
import type { Staircase } from '../../../../src/shared/report/layerTiming';
import { decode, memoryReader } from '../../../fixtures/passInput';
import { floats, noise, sketchGraph, type Sketch } from '../../../fixtures/sketchGraph';

const count = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);
const weight = (...dims: number[]) =>
  floats(
    dims,
    Array.from({ length: count(dims) }, (_, index) => index),
  );
const fed = (...dims: number[]): DenseTensor => ({ dtype: 'float32', dims, data: Float32Array.from(noise(count(dims))) });

/** Conv → Mul by a value per channel → Add of another activation → Relu */
const residual: Sketch = {
  inputs: { x: [1, 3, 2, 2], r: [1, 4, 2, 2] },
  weights: { w: weight(4, 3, 1, 1), b: weight(4), k: weight(4, 1, 1) },
  nodes: [
    ['Conv', ['x', 'w', 'b'], ['c']],
    ['Mul', ['c', 'k'], ['m']],
    ['Add', ['m', 'r'], ['s']],
    ['Relu', ['s'], ['y']],
  ],
  outputs: ['y'],
};

async function widen(
  sketch: Sketch,
  side: Staircase['side'],
  width: number,
  feeds: Readonly<Record<string, DenseTensor>>,
): Promise<FedGraph> {
  const graph = sketchGraph(sketch);
  const channels = layerChannels(graph, side);
  if (!channels.ok) throw new Error(channels.error);
  return widenLayer({ graph, feeds: new Map(Object.entries(feeds)) }, memoryReader(graph), channels.value, width);
}

const stored = (
  { graph }: FedGraph,
  name: string,
): { readonly dims: readonly number[] | undefined; readonly values: readonly unknown[] } => {
  const found = graph.tensors.weights[tensorByName(graph, name)];
  return { dims: found?.dims, values: [...(decode(found) as Float32Array)] };
};

describe('widenLayer', () => {
  it('cuts weights, values per channel and what is added', async () => {
    const narrow = await widen(residual, 'output', 2, { x: fed(1, 3, 2, 2), r: fed(1, 4, 2, 2) });
    expect(stored(narrow, 'w')).toEqual({ dims: [2, 3, 1, 1], values: [0, 1, 2, 3, 4, 5] });
    expect(stored(narrow, 'b')).toEqual({ dims: [2], values: [0, 1] });
    expect(stored(narrow, 'k')).toEqual({ dims: [2, 1, 1], values: [0, 1] });
    expect([...narrow.feeds].map(([name, { dims }]) => [name, dims])).toEqual([
      ['x', [1, 3, 2, 2]],
      ['r', [1, 2, 2, 2]],
    ]);
  });

  it('repeats channels from the front where there are more', async () => {
    const wide = await widen(residual, 'output', 5, { x: fed(1, 3, 2, 2), r: fed(1, 4, 2, 2) });
    expect(stored(wide, 'b')).toEqual({ dims: [5], values: [0, 1, 2, 3, 0] });
    const deep = await widen(residual, 'input', 4, { x: fed(1, 3, 2, 2), r: fed(1, 4, 2, 2) });
    expect(stored(deep, 'w').dims).toEqual([4, 4, 1, 1]);
    expect(deep.feeds.get('x')?.dims).toEqual([1, 4, 2, 2]);
  });

  it('keeps groups, and lets those of a depthwise layer follow', async () => {
    const grouped: Sketch = {
      inputs: { x: [1, 4, 2, 2] },
      weights: { w: weight(6, 2, 1, 1) },
      nodes: [['Conv', ['x', 'w'], ['y'], { group: { kind: 'int', value: 2 } }]],
      outputs: ['y'],
    };
    const x = { x: fed(1, 4, 2, 2) };
    expect(stored(await widen(grouped, 'output', 4, x), 'w').values).toEqual([0, 1, 2, 3, 6, 7, 8, 9]);
    expect(stored(await widen(grouped, 'input', 2, x), 'w').dims).toEqual([6, 1, 1, 1]);
    await expect(widen(grouped, 'output', 5, x)).rejects.toThrow('5 channels cannot be split into its 2 groups');
    const depthwise: Sketch = {
      ...grouped,
      weights: { w: weight(4, 1, 3, 3) },
      nodes: [['Conv', ['x', 'w'], ['y'], { group: { kind: 'int', value: 4 } }]],
    };
    const narrow = await widen(depthwise, 'output', 3, x);
    expect([stored(narrow, 'w').dims, narrow.feeds.get('x')?.dims]).toEqual([
      [3, 1, 3, 3],
      [1, 3, 2, 2],
    ]);
    expect(intAttribute(narrow.graph, 0, 'group', 1)).toBe(3);
    expect(layerChannels(sketchGraph(depthwise), 'input')).toMatchObject({ ok: false });
  });

  it('handles products of matrices', async () => {
    const product: Sketch = {
      inputs: { x: [2, 5, 3] },
      weights: { w: weight(3, 4), b: weight(4) },
      nodes: [
        ['MatMul', ['x', 'w'], ['m']],
        ['Add', ['b', 'm'], ['y']],
      ],
      outputs: ['y'],
    };
    const narrow = await widen(product, 'output', 2, { x: fed(2, 5, 3) });
    expect(stored(narrow, 'w')).toEqual({ dims: [3, 2], values: [0, 1, 4, 5, 8, 9] });
    expect(stored(narrow, 'b').dims).toEqual([2]);
    const shallow = await widen(product, 'input', 2, { x: fed(2, 5, 3) });
    expect([stored(shallow, 'w').dims, shallow.feeds.get('x')?.dims]).toEqual([
      [2, 4],
      [2, 5, 2],
    ]);
  });

  it('refuses in words', async () => {
    const mixed: Sketch = {
      ...residual,
      nodes: [
        ['Conv', ['x', 'w', 'b'], ['c']],
        ['Softmax', ['c'], ['y']],
      ],
    };
    await expect(widen(mixed, 'output', 2, { x: fed(1, 3, 2, 2), r: fed(1, 4, 2, 2) })).rejects.toThrow(
      'n1 in the same kernel joins its channels',
    );
    const sum: Sketch = { inputs: { x: [2] }, nodes: [['Add', ['x', 'x'], ['y']]], outputs: ['y'] };
    expect(layerChannels(sketchGraph(sum), 'output')).toEqual({
      ok: false,
      error: expect.stringContaining('no Conv, Gemm or MatMul') as unknown,
    });
  });
});

describe('widthsAround', () => {
  it('goes from half to five quarters on the grid, and just off it', () => {
    expect(widthsAround({ channels: 64, groups: 1 })).toEqual([32, 48, 56, 62, 72, 80]);
    expect(widthsAround({ channels: 10, groups: 1 })).toEqual([5, 8, 9, 11, 13]);
    expect(widthsAround({ channels: 64, groups: 32 })).toEqual([32, 96]);
    expect(widthsAround({ channels: 1, groups: 1 })).toEqual([]);
  });
});
