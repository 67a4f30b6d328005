import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../../src/onnx/openModel';
import type { PassParameters } from '../../../src/shared/report/suggestion';
import type { OptimizeRequest } from '../../../src/shared/report/jobRequest';
import { dryRun } from '../../../src/worker/optimize/dryRun';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { loopWithIfModel } from '../../fixtures/nestedBodies';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { optimizeRequest, recordedContext } from '../jobFixtures';

const folder = temporaryFolder();
let written = 0;

/** A loop whose body holds an If; one of its branches multiplies with a weight of the main graph. */
function request(id: string, parameters: PassParameters = {}, exclude?: readonly number[]): OptimizeRequest {
  const file = path.join(folder, `loop${written++}.onnx`);
  fs.writeFileSync(file, loopWithIfModel());
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

  it('are named in a dry run by their path, and stay where their loop is left out', async () => {
    const { path: file, passes } = request('quantize-dynamic');
    const run = await dryRun({ kind: 'dryRun', path: file, passes, dims: {} }, recordedContext());
    expect(run.layers).toEqual([expect.objectContaining({ path: '1/body/3/then_branch/0', action: 'change', detail: 'INT8 dynamic' })]);
    await expect(optimizeModel(request('quantize-dynamic', {}, [1]), recordedContext())).rejects.toThrow('Nothing in this model');
  });
});
