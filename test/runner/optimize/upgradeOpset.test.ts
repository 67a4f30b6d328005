import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../../src/onnx/openModel';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { buildModel, type FixtureAttribute, type FixtureModel, type FixtureNode, type FixtureTensor } from '../../fixtures/buildModel';
import { scanModel } from '../../fixtures/nestedBodies';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { optimizeRequest, recordedContext } from '../jobFixtures';

const folder = temporaryFolder();

/** Raises a model, and tells operators and versions of what came out; its results stay. */
/** `most`: how far outputs may be from the original's, where another kernel adds in another order. */
async function raised(
  bytes: Uint8Array,
  to: number,
  most = 0,
): Promise<{ readonly ops: readonly string[]; readonly versions: readonly unknown[] }> {
  const model = path.join(fs.mkdtempSync(path.join(folder, 'raise-')), 'model.onnx');
  fs.writeFileSync(model, bytes);
  const { output, verification } = await optimizeModel(
    optimizeRequest(model, [{ id: 'upgrade-opset', parameters: { to } }]),
    recordedContext(),
  );
  expect(verification?.maxAbs).toBeLessThanOrEqual(most);
  const { graph, ...opened } = await openModel(output);
  await opened.close();
  return { ops: graph.nodes.ops, versions: graph.subgraphs.flatMap(scope => scope.functionOpsets?.get('') ?? []) };
}

const floats = (name: string, ...values: readonly number[]): FixtureTensor => ({ name, dims: [values.length], values });

describe('upgrade-opset', { timeout: 60_000 }, () => {
  it('writes what changed inside functions and bodies in them, each from its own version on', async () => {
    const body = (op: string): FixtureAttribute => ({
      graph: { nodes: [{ op, inputs: ['c'], outputs: [`${op}y`] }], outputs: [{ name: `${op}y` }] },
    });
    const nodes: readonly FixtureNode[] = [
      { op: 'Clip', inputs: ['a'], outputs: ['c'], attributes: { min: { float: 0 }, max: { float: 1 } } },
      { op: 'ReduceMax', inputs: ['a'], outputs: ['m'], attributes: { keepdims: 0 } },
      { op: 'Cast', inputs: ['m'], outputs: ['isLarge'], attributes: { to: 9 } },
      { op: 'If', inputs: ['isLarge'], outputs: ['s'], attributes: { then_branch: body('Softmax'), else_branch: body('LogSoftmax') } },
      { op: 'ReduceSum', inputs: ['s'], outputs: ['y'], attributes: { axes: [-1], keepdims: 1 } },
    ];
    const model: FixtureModel = {
      inputs: [{ name: 'x', shape: [2, 3, 4] }],
      nodes: [{ op: 'F', domain: 'local', inputs: ['x'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
      functions: [{ name: 'F', inputs: ['a'], outputs: ['y'], nodes, opset: 10 }],
      opset: 10,
      opsets: { local: 1 },
    };
    const { ops, versions } = await raised(buildModel(model), 21);
    expect(versions).toEqual([21]);
    expect(ops.filter(op => op === 'Flatten')).toHaveLength(2);
  });

  it('refuses what each call of a function gives', async () => {
    const mean: FixtureNode = { op: 'ReduceMean', inputs: ['a'], outputs: ['y'], name: 'mean', attributes: { axes: { ref: 'axes' } } };
    const model: FixtureModel = {
      inputs: [{ name: 'x', shape: [2, 3] }],
      nodes: [{ op: 'F', domain: 'local', inputs: ['x'], outputs: ['y'], attributes: { axes: [1] } }],
      outputs: [{ name: 'y' }],
      functions: [{ name: 'F', inputs: ['a'], outputs: ['y'], nodes: [mean], attributes: ['axes'], opset: 17 }],
      opset: 17,
      opsets: { local: 1 },
    };
    await expect(raised(buildModel(model), 18)).rejects.toThrow('ReduceMean “mean” has an attribute that each call of its function gives');
  });

  it.each([11, 12, 13, 24])('gives a Resize of opset %d what it asks for', async to => {
    const model: FixtureModel = {
      inputs: [{ name: 'x', shape: [1, 2, 3, 3] }],
      nodes: [{ op: 'Resize', inputs: ['x', 'scales'], outputs: ['y'], attributes: { mode: 'linear' } }],
      initializers: [floats('scales', 1, 1, 2, 2)],
      outputs: [{ name: 'y' }],
      opset: 10,
    };
    expect((await raised(buildModel(model), to)).ops).toEqual(['Resize']);
  });

  it('moves the axis of a DFT into an input, and repeats what scales groups for their channels', async () => {
    const transform: FixtureModel = {
      inputs: [{ name: 'x', shape: [2, 3, 4, 1] }],
      nodes: [{ op: 'DFT', inputs: ['x'], outputs: ['y'], attributes: { axis: 2, onesided: 1 } }],
      outputs: [{ name: 'y' }],
      opset: 19,
    };
    expect((await raised(buildModel(transform), 20)).ops).toEqual(['DFT']);
    const groups: FixtureModel = {
      inputs: [{ name: 'x', shape: ['N', 6, 2, 2] }],
      nodes: [{ op: 'GroupNormalization', inputs: ['x', 's', 'b'], outputs: ['y'], attributes: { num_groups: 2 } }],
      initializers: [floats('s', 1, 2), floats('b', 3, 4)],
      outputs: [{ name: 'y' }],
      opset: 18,
    };
    expect((await raised(buildModel(groups), 21, 1e-5)).ops).toContain('GroupNormalization');
  });

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
