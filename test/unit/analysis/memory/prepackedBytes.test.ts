import { expect, it } from 'vitest';
import { prepackedBytes } from '../../../../src/analysis/memory/prepackedBytes';
import type { FixtureNode, FixtureTensor } from '../../../fixtures/buildModel';
import { openFixture } from '../inferFixture';

function packed(node: FixtureNode, ...weights: readonly FixtureTensor[]): number {
  return prepackedBytes(
    openFixture({ nodes: [node], inputs: [{ name: 'x', shape: [1, 8] }], initializers: weights, outputs: [{ name: 'y' }] }).graph,
  );
}

const weight = (name: string, dims: readonly number[], dtype: 'float32' | 'uint8' = 'float32'): FixtureTensor => ({
  ...{ name, dims, dtype },
  values: Array<number>(dims.reduce((product, dim) => product * dim, 1)).fill(1),
});

it('fills the columns of matrices up to 16', () => {
  const node = (op: string, attributes = {}): FixtureNode => ({ op, inputs: ['x', 'w'], outputs: ['y'], attributes });
  expect(packed(node('MatMul'), weight('w', [8, 20]))).toBe(8 * 32 * 4);
  expect(packed(node('Gemm', { transB: 1 }), weight('w', [20, 8]))).toBe(8 * 32 * 4);
  expect(packed(node('MatMulInteger'), weight('w', [8, 20], 'uint8'))).toBe(8 * 32);
  // More than two dimensions are not packed, convolutions are put into another layout instead.
  expect(packed(node('MatMul'), weight('w', [2, 8, 20]))).toBe(0);
  expect(packed(node('Conv'), weight('w', [4, 8, 3, 3]))).toBe(0);
});

it('packs both matrices of a recurrence in every direction', () => {
  const node = { op: 'LSTM', inputs: ['x', 'w', 'r'], outputs: ['y'], attributes: { hidden_size: 4, direction: 'bidirectional' } };
  expect(packed(node, weight('w', [2, 16, 8]), weight('r', [2, 16, 4]))).toBe(2 * 16 * (8 + 4) * 4);
});
