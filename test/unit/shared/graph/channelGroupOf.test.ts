import { describe, expect, it } from 'vitest';
import { channelGroupOf } from '../../../../src/shared/graph/channelGroupOf';
import type { Weight } from '../../../../src/shared/graph/weight';
import { floats, sketchGraph } from '../../../fixtures/sketchGraph';

const zeros = (...dims: readonly number[]): Weight => floats(dims, new Array<number>(dims.reduce((a, b) => a * b, 1)).fill(0));

describe('following channels', () => {
  it('needs no values of weights', () => {
    const missing: Weight = { dtype: 'float32', dims: [32, 3, 1, 1], bytes: { kind: 'unavailable', reason: 'the data file is missing' } };
    const graph = sketchGraph({
      inputs: { x: [1, 3, 4, 4] },
      weights: { w: missing, v: zeros(8, 32, 1, 1) },
      nodes: [
        ['Conv', ['x', 'w'], ['t']],
        ['Conv', ['t', 'v'], ['y']],
      ],
      outputs: ['y'],
    });
    const group = channelGroupOf(graph, 0, () => [1, 32, 4, 4]);
    expect(group.ok && [group.value.width, group.value.readers.map(({ node }) => node)]).toEqual([32, [1]]);
  });

  it('ends in a damaged file whose nodes read each other in a circle', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 32, 4, 4] },
      weights: { w: zeros(32, 32, 3, 3) },
      nodes: [
        ['Conv', ['x', 'w'], ['a']],
        ['Relu', ['a'], ['b']],
        ['Relu', ['b'], ['a']],
      ],
      outputs: ['x'],
    });
    expect(channelGroupOf(graph, 0, () => [1, 32, 4, 4])).toMatchObject({ ok: false });
  });
});
