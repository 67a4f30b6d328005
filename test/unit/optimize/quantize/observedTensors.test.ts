import { describe, expect, it } from 'vitest';
import { nanSources } from '../../../../src/optimize/quantize/nanSources';
import { neverNegative } from '../../../../src/optimize/quantize/neverNegative';
import { tensorName } from '../../../../src/optimize/rewrite/rewriter';
import { memoryReader, passInput } from '../../../fixtures/passInput';
import { floats, noise, sketchGraph } from '../../../fixtures/sketchGraph';

const IMAGE = [1, 2, 4, 4];
const squeezed = sketchGraph({
  inputs: { x: IMAGE },
  weights: { w: floats([2, 2, 1, 1], noise(4)), six: floats([], [6]), zero: floats([], [0]), low: floats([], [-1]) },
  nodes: [
    ['Clip', ['x', 'zero', 'six'], ['clipped']],
    ['GlobalAveragePool', ['clipped'], ['mean']],
    ['Conv', ['mean', 'w'], ['fc']],
    ['Sigmoid', ['fc'], ['gate']],
    ['Mul', ['clipped', 'gate'], ['gated']],
    ['Add', ['gated', 'fc'], ['sum']],
    ['Clip', ['sum', 'low', 'six'], ['shifted']],
    ['Sqrt', ['gated'], ['root']],
  ],
  outputs: ['shifted', 'root'],
  types: { root: IMAGE },
});

describe('tensors that are observed', () => {
  it('cannot lie below zero behind a Relu, Clip from 0 or Sigmoid, and what only pools, multiplies or adds such', () => {
    const never = neverNegative(squeezed, memoryReader(squeezed));
    expect([...never].map(tensor => tensorName(squeezed, tensor))).toEqual(['clipped', 'mean', 'gate', 'gated']);
  });

  it('are first NaN where the data come in and behind operators that make it of finite values', () => {
    const analysis = passInput(squeezed).analyze(squeezed);
    expect(nanSources(squeezed, analysis).map(tensor => tensorName(squeezed, tensor))).toEqual(['x', 'root']);
  });
});
