import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';
import type { OptimizeRequest } from '../../../src/shared/report/jobRequest';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import type { PassParameters } from '../../../src/shared/report/suggestion';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { npyBytes } from '../../fixtures/npyBytes';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { recordedContext, type RecordedContext } from '../jobFixtures';

const folder = temporaryFolder();
const fixture = (name: string): string => path.resolve('test/fixtures/models', name);

/** Ranges from blank images: INT8 as a whole keeps no budget then. */
const blank = path.join(folder, 'blank.data');
fs.mkdirSync(blank);
fs.writeFileSync(path.join(blank, 'pixel_values.npy'), npyBytes('<f4', [4, 1, 28, 28], new Uint8Array(4 * 4 * 28 * 28)));
const POORLY_FITTED: Partial<OptimizeRequest> = {
  conditions: { dims: {}, threads: 1, seed: 1, data: blank },
  evaluationData: fixture('mnist_vit.eval'),
};

function optimize(
  model: string,
  parameters: PassParameters,
  changes: Partial<OptimizeRequest> = {},
  context: RecordedContext = recordedContext(),
): Promise<OptimizeResult> {
  const conditions = { dims: {}, threads: 1, seed: 1 };
  const passes = [{ id: 'mixed-precision', parameters }];
  const request: OptimizeRequest = {
    ...{ kind: 'optimize', path: fixture(model), output: path.join(folder, `${Object.entries(parameters).join('-')}.${model}`), passes },
    ...{ conditions, evaluationData: undefined, measure: false, batch: 1 },
    ...changes,
  };
  return optimizeModel(request, context);
}

describe('mixed precision', { timeout: 120_000 }, () => {
  it('is plain INT8 where the samples held back show that it keeps the budget', async () => {
    const result = await optimize('mnist_resnet.onnx', { 'max-drop': 2 }, { evaluationData: fixture('mnist_resnet.eval') });
    const [ran = 0, planned = 0] = result.ranAsInt8 ?? [];
    expect(planned).toBeGreaterThanOrEqual(14);
    expect(ran).toBe(planned);
    const outcome = result.passes.find(({ id }) => id === 'mixed-precision');
    expect(outcome?.budget).toMatchObject({ state: 'meets', samples: 200, budget: { kind: 'max-drop', limit: 0.02 } });
    expect(outcome?.budget?.bound).toBeLessThanOrEqual(0.02);
    expect(result.verification?.metric?.samples).toBe(200);
    const expected = (result.layerErrors ?? []).filter(({ predictedDb }) => predictedDb !== undefined);
    expect(expected.length).toBeGreaterThan(10);
    for (const { localDb, predictedDb } of expected) expect(Math.abs(localDb - (predictedDb ?? NaN))).toBeLessThan(3);
  });

  it('judges agreement on data without labels', async () => {
    const result = await optimize('mnist_resnet.onnx', { 'min-agreement': 75 });
    const outcome = result.passes.find(({ id }) => id === 'mixed-precision');
    expect(outcome?.budget).toMatchObject({ state: 'meets', samples: result.data?.heldBack });
  });

  it('refuses a drop without labels, and a budget that so few samples cannot show', async () => {
    await expect(optimize('mnist_resnet.onnx', { 'max-drop': 0.5 })).rejects.toMatchObject({ reason: 'data-missing' });
    await expect(optimize('mnist_resnet.onnx', { 'min-agreement': 99.9 })).rejects.toMatchObject({ reason: 'budget-broken' });
    await expect(optimize('tabular_mlp.onnx', { 'min-agreement': 90 }, { path: path.join(folder, 'none.onnx') })).rejects.toThrow();
  });

  it('leaves out layers for a budget that INT8 as a whole does not keep, or says why no plan does', async () => {
    const context = recordedContext();
    const asked = optimize('mnist_vit.onnx', { 'min-agreement': 98, 'bias-correction': false }, POORLY_FITTED, context);
    const result = await asked.catch((error: unknown) => error);
    if (result instanceof LayerwiseError) expect(['budget-broken', 'not-applicable']).toContain(result.reason);
    else expect((result as OptimizeResult).passes.at(-1)?.budget?.state).toBe('meets');
    const details = context.progressed.map(({ detail }) => detail);
    for (const stage of ['all layers in INT8, sample', 'errors of layers', 'time of layers', 'layer 3 of'])
      expect(details.some(detail => detail.startsWith(stage))).toBe(true);
  });

  it('ends with cancelled wherever it is, and leaves no file', async () => {
    for (const stage of ['collect ranges', 'all layers in INT8', 'layer 3 of', 'time of layers']) {
      const controller = new AbortController();
      const context = recordedContext(controller.signal);
      const stopping = {
        ...context,
        progress: (progress: { readonly detail: string }) => {
          if (progress.detail.startsWith(stage)) controller.abort();
        },
      };
      const before = fs.readdirSync(folder);
      const asked = optimize('mnist_vit.onnx', { 'min-agreement': 98 }, POORLY_FITTED, stopping);
      await expect(asked).rejects.toMatchObject({ reason: 'cancelled' });
      expect(fs.readdirSync(folder)).toEqual(before);
    }
  });
});
