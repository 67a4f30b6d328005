import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { countZeros } from '../../../../src/analysis/cost/countZeros';
import { sparsityColumns } from '../../../../src/analysis/metrics/sparsityColumns';
import { basisOf } from '../../../../src/shared/report/column';
import type { FixtureModel } from '../../../fixtures/buildModel';
import { openFixture } from '../inferFixture';

async function columnsOf(model: FixtureModel) {
  const { graph, reader } = openFixture(model);
  const columns = sparsityColumns(graph, analyze(graph, reader, { dims: new Map() }), await countZeros(graph, reader));
  return (id: string) => {
    const column = columns.find(other => other.id === id);
    if (column === undefined) throw new Error(`No column ${id}`);
    return { values: [...column.values], basis: Array.from(column.values, (_, node) => basisOf(column, node)) };
  };
}

describe('columns from the values of weights', () => {
  it('take MACs off for zeros of what is multiplied, wherever the weight stands', async () => {
    const columnOf = await columnsOf({
      inputs: [{ name: 'x', shape: [10, 4] }],
      initializers: [
        { name: 'w', dims: [4, 4], values: [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1] },
        { name: 'b', dims: [4], values: [0, 0, 0, 0] },
      ],
      nodes: [
        { op: 'Gemm', inputs: ['x', 'w', 'b'], outputs: ['a'] },
        { op: 'Transpose', inputs: ['w'], outputs: ['t'], attributes: { perm: [1, 0] } },
        { op: 'MatMul', inputs: ['a', 't'], outputs: ['c'] },
        { op: 'Transpose', inputs: ['c'], outputs: ['d'], attributes: { perm: [1, 0] } },
        { op: 'MatMul', inputs: ['d', 'c'], outputs: ['y'] },
      ],
      outputs: [{ name: 'y' }],
    });
    // 10 rows of 16 products, half of them with a zero; the last product multiplies activations.
    expect(columnOf('effectiveMacs').values).toEqual([80, 0, 80, 0, 160]);
    expect(columnOf('effectiveMacs').basis).toEqual(Array<string>(5).fill('estimated'));
    // The bias counts as parameters, and the tied weight once.
    expect(columnOf('zeroSparsity').values).toEqual([12 / 20, NaN, NaN, NaN, NaN]);
    expect(columnOf('zeroSparsity').basis[0]).toBe('exact');
  });

  it('leave MACs unknown where the weight is packed or sizes are open', async () => {
    const columnOf = await columnsOf({
      opsets: { 'com.microsoft': 1 },
      inputs: [
        { name: 'x', shape: [1, 32] },
        { name: 'z', shape: ['rows', 2] },
      ],
      initializers: [
        { name: 'p', dtype: 'uint8', dims: [2, 1, 16], values: Array<number>(32).fill(0) },
        { name: 's', dims: [2], values: [1, 1] },
        { name: 'w', dims: [2, 2], values: [0, 1, 1, 1] },
      ],
      nodes: [
        {
          op: 'MatMulNBits',
          domain: 'com.microsoft',
          inputs: ['x', 'p', 's'],
          outputs: ['a'],
          attributes: { K: 32, N: 2, bits: 4, block_size: 32 },
        },
        { op: 'MatMul', inputs: ['z', 'w'], outputs: ['y'] },
      ],
      outputs: [{ name: 'a' }, { name: 'y' }],
    });
    expect(columnOf('effectiveMacs').values).toEqual([NaN, NaN]);
    expect(columnOf('zeroSparsity').values).toEqual([NaN, 0.25]);
  });
});
