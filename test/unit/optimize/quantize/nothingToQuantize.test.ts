import { expect, it } from 'vitest';
import { nothingToQuantize } from '../../../../src/optimize/quantize/nothingToQuantize';
import { skippedLayer } from '../../../../src/optimize/layerPlans';
import { sketchGraph } from '../../../fixtures/sketchGraph';

const WORDS = { claim: 'Nothing can run in integers', none: 'it has no MatMul', kept: 'linear layers the first stays in float32' };

const graph = sketchGraph({
  inputs: { x: [1, 8] },
  nodes: [
    ['Relu', ['x'], ['a']],
    ['Relu', ['a'], ['b']],
    ['Relu', ['b'], ['c']],
  ],
  outputs: ['c'],
});

it.each([
  [[], 'Nothing can run in integers: it has no MatMul.'],
  [['it is small', 'it is small'], 'Nothing can run in integers: of its 2 linear layers the first stays in float32: it is small.'],
  [
    ['it is small', 'it is small', 'its weight is computed'],
    'Nothing can run in integers: of its 3 linear layers the first stays in float32: it is small; another one: its weight is computed.',
  ],
])('says why layers stay: %j', (reasons, message) => {
  const layers = reasons.map((reason, node) => skippedLayer(graph, node, reason));
  expect(nothingToQuantize(graph, WORDS, layers, []).message).toBe(message);
});
