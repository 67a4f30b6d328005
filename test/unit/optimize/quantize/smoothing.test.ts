import { describe, expect, it } from 'vitest';
import type { Observed } from '../../../../src/optimize/laboratory';
import { smoothed } from '../../../../src/optimize/quantize/smoothing';
import type { Graph } from '../../../../src/shared/graph/graph';
import { passInput } from '../../../fixtures/passInput';
import { floats, noise, sketchGraph } from '../../../fixtures/sketchGraph';

const DEPTH = 16;
const NONE = new Float64Array(0);
/** One channel is a hundred times larger than the others. */
const observed: Observed = {
  ...{ min: -100, max: 100, gram: NONE, samples: new Float32Array(0), mean: new Float64Array(DEPTH) },
  variance: Float64Array.from({ length: DEPTH }, (_, channel) => (channel === 3 ? 1e4 : 1)),
};
const findings = new Map([['n', observed]]);

/** x → LayerNormalization → MatMul → y */
function norm(...outputs: readonly string[]): Graph {
  return sketchGraph({
    inputs: { x: [1, 4, DEPTH] },
    weights: { s: floats([DEPTH], noise(DEPTH)), b: floats([DEPTH], noise(DEPTH)), w: floats([DEPTH, 8], noise(DEPTH * 8)) },
    nodes: [
      ['LayerNormalization', ['x', 's', 'b'], ['n']],
      ['MatMul', ['n', 'w'], ['y']],
    ],
    outputs,
    types: { n: [1, 4, DEPTH], y: [1, 4, 8] },
  });
}

describe('smoothing', () => {
  it('moves what makes a channel large from a norm into the weights that read it', async () => {
    const graph = norm('y');
    const changed = await smoothed(passInput(graph), graph, findings);
    expect(changed.tensors.names).toEqual(expect.arrayContaining(['s_smoothed', 'b_smoothed', 'w_smoothed']));
  });

  it('leaves a norm alone whose result callers of the model read, too', async () => {
    const graph = norm('y', 'n');
    expect(await smoothed(passInput(graph), graph, findings)).toBe(graph);
  });
});
