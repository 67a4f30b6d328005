import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../../src/onnx/openModel';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { recordedContext } from '../jobFixtures';

const folder = temporaryFolder();
const QUANTIZED = /Quantize|Integer|QLinear|NBits/;

function optimize(model: string, output: string, ...passes: readonly PassCall[]): Promise<OptimizeResult> {
  const conditions = { dims: {}, threads: 1, seed: 1 };
  return optimizeModel(
    { kind: 'optimize', path: model, output, passes, conditions, evaluationData: undefined, measure: false, batch: 1 },
    recordedContext(),
  );
}

const CASES: readonly (readonly [model: string, pass: string, parameters: PassCall['parameters'], leastDb: number])[] = [
  ['mnist_resnet', 'quantize-static', {}, 33],
  ['mnist_vit', 'quantize-static', {}, 30],
  ['mnist_vit', 'quantize-dynamic', {}, 35],
  ['mnist_vit', 'quantize-weights', {}, 25],
  ['mnist_vit', 'quantize-weights', { format: 'matmulnbits' }, 25],
  ['mnist_vit', 'quantize-weights', { format: 'folded', bits: 8 }, 40],
];

describe('dequantize', { timeout: 240_000 }, () => {
  it.each(CASES)('%s after %s %o is a float model again, as close as the quantized one', async (model, pass, parameters, leastDb) => {
    const source = path.resolve('test/fixtures/models', `${model}.onnx`);
    const output = path.join(folder, `${model}-${pass}-${JSON.stringify(parameters).replace(/\W+/g, '')}.onnx`);
    const both = await optimize(source, output, { id: pass, parameters }, { id: 'dequantize', parameters: {} });
    expect(both.verification?.sqnrDb).toBeGreaterThan(leastDb);
    const variant = await openModel(output);
    expect(variant.graph.nodes.ops.filter(op => QUANTIZED.test(op))).toEqual([]);
    await variant.close();
    expect(both.after.bytes / both.before.bytes).toBeGreaterThan(0.9);
    fs.rmSync(output);
  });
});
