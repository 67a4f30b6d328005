import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openModel, type OnnxModel } from '../../../src/onnx/openModel';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import { CorpusRunner } from '../../bench/corpusRunner';
import { outputDistance } from '../../bench/outputDistance';

const clean: PassCall = { id: 'clean', parameters: {} };
const everywhere: PassCall = { id: 'clean', parameters: { with: 'all-projections' } };
const fixed: PassCall = { id: 'fix-shapes', parameters: { batch: 1 } };
const newest: PassCall = { id: 'upgrade-opset', parameters: { to: 23 } };
const SIDE = 28;
/** Of the largest output, in units in the last place. */
const MOST_ULP = 64;

describe('passes in another order', { timeout: 120_000 }, () => {
  const runner = new CorpusRunner();
  let model: OnnxModel;
  beforeAll(async () => {
    model = await openModel(path.resolve('test/fixtures/models/mnist_vit.onnx'));
  });
  afterAll(async () => {
    await runner.end();
    await model.close();
  });

  it.each<[string, readonly (readonly PassCall[])[]]>([
    ['clean', [[clean], [clean, clean]]],
    ['all projections', [[everywhere], [clean, everywhere]]],
    ['fixed batch', [[fixed], [clean, fixed], [fixed, clean]]],
    [
      'new opset',
      [
        [newest, clean],
        [clean, newest, clean],
      ],
    ],
    [
      'fixed batch and new opset',
      [
        [newest, fixed],
        [fixed, newest, clean],
        [clean, newest, fixed],
        [clean, fixed, newest, clean],
      ],
    ],
  ])('give as few nodes with the same results: %s', async (_, orders) => {
    const data = Float32Array.from({ length: SIDE * SIDE }, (__, index) => Math.abs(Math.sin(index)));
    const feeds = [new Map([['pixel_values', { dtype: 'float32', dims: [1, 1, SIDE, SIDE], data } as const]])];
    const outputs = async (graph: OnnxModel['graph']): Promise<ReturnType<typeof firstOf>> =>
      firstOf(await runner.outputs(model, graph, 'disabled', feeds));
    const before = await outputs(model.graph);
    const counts: Record<string, number>[] = [];
    for (const passes of orders) {
      const graph = await runner.changed(model, passes);
      expect(outputDistance(before, await outputs(graph)).scaledUlp).toBeLessThan(MOST_ULP);
      counts.push(countsOf(graph.nodes.ops));
    }
    for (const count of counts) expect(count).toEqual(counts[0]);
  });
});

function firstOf(outputs: Awaited<ReturnType<CorpusRunner['outputs']>>): Parameters<typeof outputDistance>[0] {
  if (typeof outputs === 'string') throw new Error(outputs);
  return outputs[0] ?? new Map();
}

function countsOf(ops: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const op of ops.toSorted()) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}
