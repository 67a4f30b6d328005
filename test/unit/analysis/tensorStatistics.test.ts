import { describe, expect, it } from 'vitest';
import { tensorStatistics } from '../../../src/analysis/tensorStatistics';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import type { Dtype } from '../../../src/shared/graph/dtype';
import type { WeightStatistics } from '../../../src/shared/report/modelView';
import { buildModel, type FixtureNode, type FixtureTensor } from '../../fixtures/buildModel';

function statisticsOf(
  weight: Omit<FixtureTensor, 'name'>,
  node: FixtureNode = { op: 'Identity', inputs: ['w'], outputs: ['y'] },
): Promise<WeightStatistics> {
  return tensorStatistics(openModelBytes(buildModel({ nodes: [node], initializers: [{ name: 'w', ...weight }] })), 'w');
}

/** w[i][j] = 10 i + j, 2 × 3. */
const matrix = { dims: [2, 3], values: [0, 1, 2, 10, 11, 12] };

describe('tensorStatistics', () => {
  it.each([
    ['MatMul', {}, 1, [0, 1, 2], [10, 11, 12]],
    ['Gemm', {}, 1, [0, 1, 2], [10, 11, 12]],
    ['Gemm', { transB: 1 }, 0, [0, 10], [2, 12]],
    ['Conv', {}, 0, [0, 10], [2, 12]],
    ['ConvTranspose', {}, 1, [0, 1, 2], [10, 11, 12]],
  ] as const)('finds the output channels of a weight of %s %j on axis %i', async (op, attributes, axis, lows, highs) => {
    const { channels } = await statisticsOf(matrix, { op, inputs: ['x', 'w'], outputs: ['y'], attributes });
    expect(channels).toEqual({ axis, lows: Float32Array.from(lows), highs: Float32Array.from(highs) });
  });

  it('counts what is no number apart', async () => {
    const { nonFinite, min, max, mean, channels, preview } = await statisticsOf({ dims: [4], values: [1, Number.NaN, Infinity, -3] });
    expect({ nonFinite, min, max, mean, channels }).toEqual({ nonFinite: 2, min: -3, max: 1, mean: -1, channels: undefined });
    expect(preview).toEqual([1, 'NaN', 'Infinity', -3]);
  });

  it.each<[Dtype, readonly number[], number, number, readonly number[]]>([
    ['int4', [0x8f, 0x07], -8, 7, [-1, -8, 7]],
    ['bfloat16', [0x80, 0x3f, 0x00, 0xc0, 0x00, 0x00], -2, 1, [1, -2, 0]],
    ['float8e4m3fn', [0x38, 0xc0, 0x7e], -2, 448, [1, -2, 448]],
    ['bool', [1, 0, 1], 0, 1, [1, 0, 1]],
    ['complex64', [...new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer)], 1, 6, [1, 2, 3, 4, 5, 6]],
  ])('reads %s', async (dtype, raw, min, max, preview) => {
    const statistics = await statisticsOf({ dims: [3], dtype, raw: Uint8Array.from(raw) });
    expect(statistics).toMatchObject({ elements: 3, sampled: 3, min, max, preview });
  });

  it('finds weights of bodies', async () => {
    const body = { nodes: [], initializers: [{ name: 'inside', dims: [2], values: [3, 5] }], outputs: [{ name: 'inside' }] };
    const node = { op: 'If', inputs: ['c'], outputs: ['y'], attributes: { then_branch: { graph: body } } };
    expect(await tensorStatistics(openModelBytes(buildModel({ nodes: [node] })), 'inside')).toMatchObject({ min: 3, max: 5 });
  });

  it('samples what is large, by ranges, and knows which channels it saw', async () => {
    const raw = new Uint8Array(2_000_000).map((_, index) => (index < 1_000_000 ? 1 : 200));
    const { elements, sampled, channels, histogram } = await statisticsOf({ dims: [2, 1_000_000], dtype: 'uint8', raw });
    expect(elements).toBe(2_000_000);
    expect(sampled).toBe(1_000_000);
    expect([...(channels?.highs ?? [])]).toEqual([1, 200]);
    expect(histogram.at(0)).toBe(histogram.at(-1));
  });
});
