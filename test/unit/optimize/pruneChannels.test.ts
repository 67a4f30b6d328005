import { describe, expect, it } from 'vitest';
import { findGroups } from '../../../src/optimize/prune/findGroups';
import { mostImportant } from '../../../src/optimize/prune/importance';
import { macsLeft, widthsFor, widthsWithin } from '../../../src/optimize/prune/pruneWidths';
import { pruneChannels } from '../../../src/optimize/prune/pruneChannels';
import { removeChannels } from '../../../src/optimize/prune/removeChannels';
import { takeAxis } from '../../../src/optimize/prune/takeAxis';
import type { Graph } from '../../../src/shared/graph/graph';
import { tensorByName } from '../../../src/shared/graph/traversal';
import { makeLaboratory } from '../../fixtures/makeLaboratory';
import { decode, passInput } from '../../fixtures/passInput';
import { floats, noise, sketchGraph, type Sketch } from '../../fixtures/sketchGraph';

const weight = (...dims: number[]) => floats(dims, noise(dims.reduce((a, b) => a * b, 1)));

/** Conv(48) → Relu → MaxPool → Flatten (2 × 2) → Gemm(32) → Relu → Gemm(4) */
const chain: Sketch = {
  inputs: { x: [1, 3, 4, 4] },
  weights: { w: weight(48, 3, 3, 3), b: weight(48), v: weight(192, 32), c: weight(32), u: weight(4, 32) },
  nodes: [
    ['Conv', ['x', 'w', 'b'], ['t']],
    ['Relu', ['t'], ['r']],
    ['MaxPool', ['r'], ['m']],
    ['Flatten', ['m'], ['f']],
    ['Gemm', ['f', 'v', 'c'], ['g']],
    ['Relu', ['g'], ['h']],
    ['Gemm', ['h', 'u'], ['y'], { transB: { kind: 'int', value: 1 } }],
  ],
  outputs: ['y'],
  types: { t: [1, 48, 4, 4], r: [1, 48, 4, 4], m: [1, 48, 2, 2], f: [1, 192], g: [1, 32], h: [1, 32], y: [1, 4] },
};
const MACS = Float64Array.of(48_000, 0, 0, 0, 6144, 0, 128);

const dims = (graph: Graph, name: string): readonly number[] | undefined => graph.tensors.weights[tensorByName(graph, name)]?.dims;

describe('channel groups', () => {
  it('follow channels through pools and Flatten to the layers that sum over them', () => {
    const graph = sketchGraph(chain);
    const { groups, skipped } = findGroups(passInput(graph), graph);
    expect(groups.map(({ producer, width, readers }) => [producer.node, width, readers.map(({ node }) => node)])).toEqual([
      [0, 48, [4]],
      [4, 32, [6]],
    ]);
    expect(groups[0]?.axes.at(-1)).toEqual({ tensor: tensorByName(graph, 'v'), axis: 0, block: 4 });
    expect(skipped.map(({ node, detail }) => [node, detail])).toEqual([[6, 'its channels are an output of the model']]);
  });

  it('take depthwise layers along', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 3, 4, 4] },
      weights: { w: weight(32, 3, 1, 1), d: weight(32, 1, 3, 3), v: weight(4, 32, 1, 1) },
      nodes: [
        ['Conv', ['x', 'w'], ['t']],
        ['Conv', ['t', 'd'], ['s'], { group: { kind: 'int', value: 32 } }],
        ['Conv', ['s', 'v'], ['y']],
      ],
      outputs: ['y'],
      types: { t: [1, 32, 4, 4], s: [1, 32, 4, 4], y: [1, 4, 4, 4] },
    });
    const [group] = findGroups(passInput(graph), graph).groups;
    expect(group?.depthwise).toEqual([1]);
    expect(group?.readers.map(({ node }) => node)).toEqual([2]);
  });

  it('stop at an addition and at a shared weight, and say so', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 16, 4, 4] },
      weights: { w: weight(16, 16, 1, 1), v: weight(16, 16, 1, 1) },
      nodes: [
        ['Conv', ['x', 'w'], ['t']],
        ['Add', ['t', 'x'], ['s']],
        ['Conv', ['s', 'v'], ['u']],
        ['Conv', ['u', 'v'], ['y']],
      ],
      outputs: ['y'],
      types: { t: [1, 16, 4, 4], s: [1, 16, 4, 4], u: [1, 16, 4, 4], y: [1, 16, 4, 4] },
    });
    const { groups, skipped } = findGroups(passInput(graph), graph);
    expect(groups).toEqual([]);
    expect(skipped.map(({ detail }) => detail)).toEqual([
      'Add “n1” mixes or joins its channels',
      'its weight is shared with another layer',
      'its weight is shared with another layer',
    ]);
  });

  it('stop at a bias that another layer reads, on either side', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 3, 4, 4] },
      weights: { w: weight(32, 3, 1, 1), v: weight(32, 32, 1, 1), u: weight(4, 32, 1, 1), zeros: weight(32) },
      nodes: [
        ['Conv', ['x', 'w', 'zeros'], ['t']],
        ['Conv', ['t', 'v', 'zeros'], ['s']],
        ['Conv', ['s', 'u'], ['y']],
      ],
      outputs: ['y'],
      types: { t: [1, 32, 4, 4], s: [1, 32, 4, 4], y: [1, 4, 4, 4] },
    });
    const { groups, skipped } = findGroups(passInput(graph), graph);
    expect(groups).toEqual([]);
    expect(skipped.slice(0, 2).map(({ detail }) => detail)).toEqual(Array(2).fill('its bias is shared with another layer'));
  });

  it('stop at a Gemm that scales', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 3] },
      weights: { w: weight(3, 32), v: weight(32, 4), c: weight(4) },
      nodes: [
        ['Gemm', ['x', 'w'], ['t']],
        ['Gemm', ['t', 'v', 'c'], ['y'], { beta: { kind: 'float', value: 0.5 } }],
      ],
      outputs: ['y'],
      types: { t: [1, 32], y: [1, 4] },
    });
    expect(findGroups(passInput(graph), graph).skipped[0]?.detail).toBe('Gemm “n1” scales its product or its bias');
  });
});

describe('pruning', () => {
  it('says that there is nothing to prune where every layer is one step of the grid', async () => {
    const graph = sketchGraph({
      inputs: { x: [1, 3] },
      weights: { w: weight(3, 16), v: weight(16, 4) },
      nodes: [
        ['Gemm', ['x', 'w'], ['t']],
        ['Gemm', ['t', 'v'], ['y']],
      ],
      outputs: ['y'],
      types: { t: [1, 16], y: [1, 4] },
    });
    await expect(pruneChannels.plan(passInput(graph))).rejects.toMatchObject({
      reason: 'not-applicable',
      message: expect.stringContaining('16 or fewer') as string,
    });
  });
});

describe('widths', () => {
  const graph = sketchGraph(chain);
  const { groups } = findGroups(passInput(graph), graph);

  it('stay on the grid of 16', () => {
    expect(widthsFor(groups, 0.8)).toEqual([32, 16]);
    expect(widthsFor(groups, 0.01)).toEqual([16, 16]);
  });

  it('count MACs of a layer by both of its channel counts', () => {
    expect(macsLeft(groups, [24, 16], MACS)).toBeCloseTo((24_000 + 6144 / 4 + 64) / (48_000 + 6144 + 128), 10);
  });

  it('are the widest that fit a share, or none', () => {
    expect(widthsWithin(groups, MACS, 0.66)).toEqual([32, 16]);
    expect(widthsWithin(groups, MACS, 0.7)).toEqual([32, 32]);
    expect(widthsWithin(groups, MACS, 0.1)).toBeUndefined();
  });
});

describe('removing channels', () => {
  it('shortens every coupled weight and remembers which channels are left', async () => {
    const before = sketchGraph(chain);
    const { groups } = findGroups(passInput(before), before);
    const kept = Array.from({ length: 16 }, (_, index) => index * 3);
    const input = passInput(before, { laboratory: makeLaboratory({}) });
    const graph = await removeChannels(input, before, new Map([[groups[0]!, kept]]));
    expect(['w', 'b', 'v'].map(name => dims(graph, name))).toEqual([[16, 3, 3, 3], [16], [64, 32]]);
    expect(graph.provenance.axisMaps.get('t')).toEqual([{ axis: 1, kept }]);
    expect(graph.tensors.declaredTypes[tensorByName(graph, 't')]).toBeUndefined();
    const bias = decode(before.tensors.weights[tensorByName(before, 'b')]) as Float32Array;
    expect(Array.from(decode(graph.tensors.weights[tensorByName(graph, 'b')]) as Float32Array)).toEqual(kept.map(channel => bias[channel]));
  });

  it('takes positions of any axis', () => {
    const values = Float32Array.from({ length: 12 }, (_, index) => index);
    expect([...takeAxis(values, [2, 3, 2], 1, [0, 2])]).toEqual([0, 1, 4, 5, 6, 7, 10, 11]);
    expect([...takeAxis(values, [2, 3, 2], 2, [1])]).toEqual([1, 3, 5, 7, 9, 11]);
  });

  it('keeps the most important channels in their order', () => {
    expect(mostImportant(Float64Array.of(1, 5, 3, 5), 3)).toEqual([1, 2, 3]);
  });
});
