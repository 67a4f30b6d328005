import { describe, expect, it } from 'vitest';
import { countZeros } from '../../../../src/analysis/cost/countZeros';
import { tensorByName } from '../../../../src/shared/graph/traversal';
import type { FixtureModel, FixtureTensor } from '../../../fixtures/buildModel';
import { openFixture } from '../inferFixture';

const LARGE = 1 << 18;

async function zerosOf(model: FixtureModel, name: string, budgetBytes?: number) {
  const { graph, reader } = openFixture(model);
  return (await countZeros(graph, reader, budgetBytes))[tensorByName(graph, name)];
}

function product(weight: FixtureTensor): FixtureModel {
  return {
    inputs: [{ name: 'x', shape: [1, weight.dims[0] ?? 1] }],
    initializers: [weight],
    nodes: [{ op: 'MatMul', inputs: ['x', weight.name], outputs: ['y'] }],
    outputs: [{ name: 'y' }],
  };
}

describe('zeros of weights', () => {
  it('are those that are exactly zero', async () => {
    const weight = { name: 'w', dims: [2, 4], values: [0, -0, 1e-30, 2, 0, 3, 4, 5] };
    expect(await zerosOf(product(weight), 'w')).toEqual({ elements: 8, zeros: 3, isSampled: false });
  });

  it('are those equal to the zero point where values are quantized', async () => {
    const quantized = (zeroPoint: FixtureTensor): FixtureModel => ({
      inputs: [{ name: 'x', shape: [1, 2] }],
      initializers: [
        { name: 'q', dtype: 'uint8', dims: [2, 3], values: [128, 0, 128, 7, 128, 1] },
        { name: 's', dims: zeroPoint.dims, values: zeroPoint.dims.length === 0 ? [0.1] : [0.1, 0.1, 0.1] },
        zeroPoint,
      ],
      nodes: [
        { op: 'DequantizeLinear', inputs: ['q', 's', 'z'], outputs: ['w'] },
        { op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] },
      ],
      outputs: [{ name: 'y' }],
    });
    expect(await zerosOf(quantized({ name: 'z', dtype: 'uint8', dims: [], values: [128] }), 'q')).toMatchObject({ zeros: 3 });
    expect(await zerosOf(quantized({ name: 'z', dtype: 'uint8', dims: [3], values: [128, 128, 128] }), 'q')).toMatchObject({ zeros: 3 });
    // One zero point per channel: which value means zero differs.
    expect(await zerosOf(quantized({ name: 'z', dtype: 'uint8', dims: [3], values: [128, 0, 128] }), 'q')).toBeUndefined();
  });

  it('are estimated from evenly spaced pieces where weights are larger than the budget', async () => {
    const raw = new Uint8Array(Float32Array.from({ length: LARGE }, (_, index) => (index % 4 === 0 ? 0 : 1)).buffer);
    const model = product({ name: 'w', dims: [LARGE / 4, 4], raw });
    const sampled = await zerosOf(model, 'w', LARGE);
    expect(sampled).toMatchObject({ elements: LARGE, isSampled: true });
    expect(sampled?.zeros).toBeCloseTo(LARGE / 4, -3);
    expect(await zerosOf(model, 'w')).toEqual({ elements: LARGE, zeros: LARGE / 4, isSampled: false });
  });

  it('are not counted for shapes, scales and small constants', async () => {
    const model: FixtureModel = {
      inputs: [{ name: 'x', shape: [2, 3] }],
      initializers: [{ name: 'shape', dtype: 'int64', dims: [2], values: [3n, 0n] }],
      nodes: [
        { op: 'Constant', outputs: ['low'], attributes: { value: { tensor: { name: 'low', dims: [], values: [0] } } } },
        { op: 'Max', inputs: ['x', 'low'], outputs: ['m'] },
        { op: 'Reshape', inputs: ['m', 'shape'], outputs: ['y'] },
      ],
      outputs: [{ name: 'y' }],
    };
    expect(await zerosOf(model, 'low')).toBeUndefined();
    expect(await zerosOf(model, 'shape')).toBeUndefined();
  });
});
