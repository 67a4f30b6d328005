import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../../src/onnx/openModel';
import type { PassParameters } from '../../../src/shared/report/suggestion';
import type { OptimizeRequest } from '../../../src/shared/report/jobRequest';
import { dryRun } from '../../../src/worker/optimize/dryRun';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { loopWithIfModel } from '../../fixtures/nestedBodies';
import { QUANTIZING_MODELS, WIDTH } from '../../fixtures/quantizingModels';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { optimizeRequest, recordedContext } from '../jobFixtures';

const folder = temporaryFolder();
let written = 0;

/** A loop whose body holds an If; one of its branches multiplies with a weight of the main graph. */
function request(id: string, parameters: PassParameters = {}, make = loopWithIfModel, exclude?: readonly number[]): OptimizeRequest {
  const file = path.join(folder, `loop${written++}.onnx`);
  fs.writeFileSync(file, make());
  const passes = [{ id, parameters, ...(exclude && { exclude }) }];
  return optimizeRequest(file, passes);
}

async function placesOf(file: string, op: string): Promise<readonly string[]> {
  const { graph, close } = await openBound(file);
  const places = graph.nodes.ops.flatMap((of, node) =>
    of === op ? [graph.subgraphs[graph.nodes.subgraphs[node] ?? 0]?.ownerAttribute ?? ''] : [],
  );
  await close();
  return places;
}

async function openBound(file: string): Promise<Pick<Awaited<ReturnType<typeof openModel>>, 'graph'> & { close: () => Promise<void> }> {
  const model = await openModel(file);
  return { graph: model.graph, close: () => model.close() };
}

/** How many weights, stored or in Constant nodes, have each type. */
async function halvesOf(file: string): Promise<Readonly<Record<string, number>>> {
  const { graph, close } = await openBound(file);
  const count = (dtype: string): number => graph.tensors.weights.filter(weight => weight?.dtype === dtype).length;
  await close();
  return { float16: count('float16'), float32: count('float32') };
}

/** Of each weight with at least a value per channel of both sides where it stands: in a body, the attribute that this is; in the main graph nothing. */
async function large(file: string, dtype: string): Promise<readonly string[]> {
  const { graph, close } = await openBound(file);
  const { weights, subgraphs } = graph.tensors;
  const places = weights.flatMap((weight, tensor) =>
    weight?.dtype === dtype && weight.dims.reduce((size, dim) => size * dim, 1) >= WIDTH * WIDTH
      ? [graph.subgraphs[subgraphs[tensor] ?? 0]?.ownerAttribute ?? '']
      : [],
  );
  await close();
  return places;
}

const STORED = [
  { id: 'float16', parameters: {}, dtype: 'float16' },
  { id: 'quantize-dynamic', parameters: {}, dtype: 'int8' },
  ...['matmulnbits', 'folded'].map(format => ({ id: 'quantize-weights', parameters: { bits: 8, format }, dtype: 'uint8' })),
] as const;

describe('layers in bodies', { timeout: 120_000 }, () => {
  it('are put into dynamic INT8 where they stand, with a weight of the main graph', async () => {
    const { output, verification, ranAsInt8 } = await optimizeModel(request('quantize-dynamic'), recordedContext());
    expect(await placesOf(output, 'MatMulInteger')).toEqual(['then_branch']);
    expect(ranAsInt8).toEqual([1, 1]);
    expect(verification?.sqnrDb).toBeGreaterThan(30);
  });

  for (const format of ['portable', 'matmulnbits', 'folded'])
    it(`have their weights stored in 8 bits, as ${format}`, async () => {
      const { output, verification, after, before } = await optimizeModel(
        request('quantize-weights', { bits: 8, format }),
        recordedContext(),
      );
      const op = { portable: 'DequantizeLinear', matmulnbits: 'MatMulNBits', folded: 'Cast' }[format] ?? '';
      expect(await placesOf(output, op)).toEqual(['then_branch']);
      expect(verification?.sqnrDb).toBeGreaterThan(35);
      expect(after.bytes).toBeLessThan(before.bytes / 2);
    });

  it('are put into float16 where they stand, and in functions', async () => {
    const { output, verification, after, before } = await optimizeModel(request('float16'), recordedContext());
    expect(await halvesOf(output)).toEqual({ float16: 2, float32: 0 });
    expect(verification?.sqnrDb).toBeGreaterThan(60);
    expect(after.bytes).toBeLessThan(0.6 * before.bytes);
    const called = await optimizeModel(request('float16', {}, QUANTIZING_MODELS.called), recordedContext());
    expect(await halvesOf(called.output)).toEqual({ float16: 1, float32: 0 });
    expect(called.verification?.sqnrDb).toBeGreaterThan(60);
  });

  for (const { id, parameters, dtype } of STORED)
    it(`store a weight that several read once: ${[id, ...Object.values(parameters)].join(' ')}`, async () => {
      const { output, verification } = await optimizeModel(request(id, parameters, QUANTIZING_MODELS.captured), recordedContext());
      expect(verification?.sqnrDb).toBeGreaterThan(30);
      expect(await large(output, dtype)).toEqual(['', '']);
    });

  it('store for themselves what they read through DequantizeLinear, of which the runtime makes MatMulNBits only with a weight of the same graph', async () => {
    const { output, verification } = await optimizeModel(
      request('quantize-weights', { bits: 8 }, QUANTIZING_MODELS.captured),
      recordedContext(),
    );
    expect(verification?.sqnrDb).toBeGreaterThan(30);
    expect(await large(output, 'uint8')).toEqual(['', 'then_branch', 'then_branch', 'else_branch']);
  });

  it('are named in a dry run by their path, and stay where their loop is left out', async () => {
    const { path: file, passes } = request('quantize-dynamic');
    const run = await dryRun({ kind: 'dryRun', path: file, passes, dims: {} }, recordedContext());
    expect(run.layers).toEqual([expect.objectContaining({ path: '1/body/3/then_branch/0', action: 'change', detail: 'INT8 dynamic' })]);
    await expect(optimizeModel(request('quantize-dynamic', {}, loopWithIfModel, [1]), recordedContext())).rejects.toThrow(
      'Nothing in this model',
    );
  });
});
