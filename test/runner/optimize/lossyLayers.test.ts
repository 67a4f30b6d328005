import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { recordedContext } from '../jobFixtures';

const MODEL = path.resolve('test/fixtures/models/tabular_mlp.onnx');
const DATA = path.resolve('test/fixtures/models/tabular_mlp.calib.npz');
const folder = temporaryFolder();

/** Its features lie between 0.001 and 4,000; the model normalizes them, and `clean` merges that into the first layer. */
function optimized(file: string, output: string, ...passes: readonly PassCall[]): Promise<OptimizeResult> {
  const conditions = { dims: {}, threads: 1, seed: 1, data: DATA };
  return optimizeModel(
    {
      kind: 'optimize',
      path: file,
      output: path.join(folder, output),
      passes,
      conditions,
      evaluationData: undefined,
      measure: false,
      batch: 1,
    },
    recordedContext(),
  );
}

const CLEAN = { id: 'clean', parameters: {} };
const STATIC = { id: 'quantize-static', parameters: {} };
const DYNAMIC = { id: 'quantize-dynamic', parameters: {} };

function expectKept({ verification, passes, ranAsInt8 }: OptimizeResult, layer: number): void {
  expect(verification?.sqnrDb).toBeGreaterThan(15);
  expect(verification?.top1Agreement?.value).toBe(1);
  expect(ranAsInt8).toEqual([2, 2]);
  const { skipped = [], notes = [] } = passes.at(-1) ?? {};
  expect(skipped).toEqual([
    { layer, reason: expect.stringMatching(/^in 8 bits it loses what it computes \(−\d+ dB by itself\)/) as string },
  ]);
  expect(notes.join()).toContain('1 linear layer stays in float32, /l1/Gemm: in 8 bits it loses');
}

describe('layers that 8 bits would lose', { timeout: 120_000 }, () => {
  it('stay in float32 where clean merged the normalization of what they read into them', async () => {
    expectKept(await optimized(MODEL, 'both.onnx', CLEAN, STATIC), 2);
  });

  it('stay in float32 where values are quantized while the model runs', async () => {
    const { verification, passes } = await optimized(MODEL, 'dynamic.onnx', CLEAN, DYNAMIC);
    expect(verification?.sqnrDb).toBeGreaterThan(30);
    expect(passes.at(-1)?.skipped).toEqual([
      { layer: 2, reason: expect.stringContaining('in 8 bits it loses what it computes') as string },
    ]);
  });

  it('stay in float32 in a file that was cleaned before', async () => {
    const { output } = await optimized(MODEL, 'cleaned.onnx', CLEAN);
    expectKept(await optimized(output, 'later.onnx', STATIC), 0);
  });

  it('are none where the values are normalized first', async () => {
    const { ranAsInt8 } = await optimized(MODEL, 'plain.onnx', STATIC);
    expect(ranAsInt8).toEqual([3, 3]);
  });
});
