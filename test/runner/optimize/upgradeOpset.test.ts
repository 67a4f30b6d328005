import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../../src/onnx/openModel';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { scanModel } from '../../fixtures/nestedBodies';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { optimizeRequest, recordedContext } from '../jobFixtures';

const folder = temporaryFolder();

describe('upgrade-opset', { timeout: 60_000 }, () => {
  it('writes what changed inside a body as the newer opset has it, with the same results', async () => {
    const model = path.join(folder, 'scan.onnx');
    fs.writeFileSync(model, scanModel().slice());
    const { output, verification, passes } = await optimizeModel(
      optimizeRequest(model, [{ id: 'upgrade-opset', parameters: { to: 21 } }]),
      recordedContext(),
    );
    expect(verification?.maxAbs).toBe(0);
    expect(passes.map(({ changedNodes }) => changedNodes)).toEqual([1]);
    const variant = await openModel(output);
    const { nodes, facts } = variant.graph;
    const mean = nodes.ops.indexOf('ReduceMean');
    expect(facts.opsets.get('')).toBe(21);
    expect(nodes.attributes(mean).has('axes')).toBe(false);
    await variant.close();
  });
});
