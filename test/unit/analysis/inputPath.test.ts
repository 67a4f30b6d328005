import { describe, expect, it } from 'vitest';
import { inputPath } from '../../../src/analysis/inputs/inputPath';
import { scaleFinding } from '../../../src/analysis/inputs/scaleFinding';
import { tensorByName } from '../../../src/shared/graph/traversal';
import { memoryReader } from '../../fixtures/passInput';
import { floats, noise, sketchGraph, type Sketch } from '../../fixtures/sketchGraph';

const WEIGHT = { w: floats([4, 3, 3, 3], noise(108)) };

/** `input` is [2, 8, 8, 3] or, after the Transpose, [2, 3, 8, 8]. */
const SCALED: Sketch = {
  inputs: { x: [2, 8, 8, 3] },
  outputs: ['y'],
  weights: { ...WEIGHT, by: floats([], [255]), mean: floats([1, 1, 1, 3], [0.5, 0.4, 0.3]), std: floats([3], [0.25, 0.2, 0.5]) },
  nodes: [
    ['Div', ['x', 'by'], ['scaled']],
    ['Sub', ['scaled', 'mean'], ['centred']],
    ['Div', ['centred', 'std'], ['normal']],
    ['Transpose', ['normal'], ['nchw'], { perm: { kind: 'ints', values: [0, 3, 1, 2] } }],
    ['Conv', ['nchw', 'w'], ['y']],
  ],
};

describe('what a model does with an input', () => {
  it('is followed through scaling and a change of layout', () => {
    const graph = sketchGraph(SCALED);
    const { scale, shift, isTransposed, layer } = inputPath(graph, memoryReader(graph), tensorByName(graph, 'x'));
    expect(scale.map(value => value * 255)).toEqual([4, 5, 2].map(value => expect.closeTo(value, 5) as number));
    expect(shift).toEqual([-2, -2, -0.6].map(value => expect.closeTo(value, 5) as number));
    expect([isTransposed, layer?.op]).toEqual([true, 'Conv']);
  });

  it('tells bytes that the model scales itself from values that were scaled before', async () => {
    const graph = sketchGraph(SCALED);
    const find = (largest: number) =>
      scaleFinding(graph, memoryReader(graph), tensorByName(graph, 'x'), {
        values: noise(384).map(value => Math.abs(value) * largest),
        dims: [2, 8, 8, 3],
      });
    expect(await find(255)).toBeUndefined();
    expect(await find(255 * 255)).toMatchObject({ kind: 'too large', basis: 'weights' });
    expect(await find(0.1)).toMatchObject({ kind: 'too small' });
  });

  it('is compared with what batch normalization saw', async () => {
    const graph = sketchGraph({
      inputs: { x: [1, 3, 8, 8] },
      outputs: ['y'],
      weights: { ...WEIGHT, one: floats([4], [1, 1, 1, 1]), zero: floats([4], [0, 0, 0, 0]), variance: floats([4], [0.4, 0.4, 0.4, 0.4]) },
      nodes: [
        ['Conv', ['x', 'w'], ['c']],
        ['BatchNormalization', ['c', 'one', 'zero', 'zero', 'variance'], ['y']],
      ],
    });
    const find = (largest: number) =>
      scaleFinding(graph, memoryReader(graph), tensorByName(graph, 'x'), {
        values: noise(192).map(value => value * largest),
        dims: [1, 3, 8, 8],
      });
    expect(await find(1)).toBeUndefined();
    expect(await find(100)).toMatchObject({ kind: 'too large', basis: 'training' });
    expect(await find(0.01)).toMatchObject({ kind: 'too small', basis: 'training' });
  });
});
