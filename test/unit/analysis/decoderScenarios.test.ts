import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { decoderScenarios } from '../../../src/analysis/decoderScenarios';
import { openFixture } from './inferFixture';

const cached = {
  inputs: [
    { name: 'input_ids', dtype: 'int64' as const, shape: ['batch', 'sequence'] },
    { name: 'attention_mask', dtype: 'int64' as const, shape: ['batch', 'total'] },
    { name: 'past_key_values.0.key', shape: ['batch', 2, 'past', 4] },
  ],
  initializers: [
    { name: 'table', dims: [10, 8], values: new Array<number>(80).fill(0) },
    { name: 'split', dims: [4], values: [0n, 0n, 2n, 4n], dtype: 'int64' as const },
  ],
  nodes: [
    { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['embedded'] },
    { op: 'Reshape', inputs: ['embedded', 'split'], outputs: ['heads'] },
    { op: 'Transpose', inputs: ['heads'], outputs: ['query'], attributes: { perm: [0, 2, 1, 3] } },
    { op: 'Concat', inputs: ['past_key_values.0.key', 'query'], outputs: ['present'], attributes: { axis: 2 } },
    { op: 'Transpose', inputs: ['present'], outputs: ['keys'], attributes: { perm: [0, 1, 3, 2] } },
    { op: 'MatMul', inputs: ['query', 'keys'], outputs: ['scores'] },
  ],
  outputs: [{ name: 'scores' }],
};

describe('scenarios of a decoder', () => {
  it('tie the cache and the mask to past and sequence', () => {
    const { graph, reader } = openFixture(cached);
    const scenarios = decoderScenarios(graph, 16);
    expect(scenarios.map(({ name, dims }) => [name, Object.fromEntries(dims)])).toEqual([
      ['prefill', { batch: 1, sequence: 16, total: 16, past: 0 }],
      ['decode', { batch: 1, sequence: 1, total: 17, past: 16 }],
    ]);
    // Two heads of size 4: every query meets every key.
    expect(scenarios.map(({ dims }) => analyze(graph, reader, { dims }).totals.macs)).toEqual([2 * 16 * 16 * 4, 2 * 17 * 4]);
  });

  it('are none for a model without a cache', () => {
    const { graph } = openFixture({ inputs: [{ name: 'x', shape: ['N', 3] }], nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }] });
    expect(decoderScenarios(graph, 16)).toEqual([]);
  });
});
