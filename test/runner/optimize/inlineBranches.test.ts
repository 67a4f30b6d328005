import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../../src/onnx/openModel';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { buildModel, type FixtureGraph } from '../../fixtures/buildModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { optimizeRequest, recordedContext } from '../jobFixtures';

const folder = temporaryFolder();
const VECTOR = { shape: [3] };

/** Gives back what it computes, and a constant of its own. */
function branch(op: string): FixtureGraph {
  return {
    nodes: [
      { op, name: 'inner', inputs: ['x'], outputs: ['inner'] },
      { op: 'Mul', name: 'scale', inputs: ['inner', 'factor'], outputs: ['scaled'] },
    ],
    initializers: [{ name: 'factor', dims: [3], values: [1, 2, 3] }],
    outputs: [
      { name: 'scaled', ...VECTOR },
      { name: 'factor', ...VECTOR },
    ],
  };
}

const choice = (condition: string, outputs: readonly string[]): Parameters<typeof buildModel>[0]['nodes'][number] => ({
  op: 'If',
  name: condition,
  inputs: [condition],
  outputs,
  attributes: { then_branch: { graph: branch('Exp') }, else_branch: { graph: branch('Neg') } },
});

describe('clean, an If whose condition is constant', { timeout: 60_000 }, () => {
  it('becomes the branch that is taken, names that stand in several branches told apart', async () => {
    const model = path.join(folder, 'branches.onnx');
    const results = ['a', 'b', 'c', 'd'];
    const bytes = buildModel({
      nodes: [choice('yes', ['a', 'b']), choice('no', ['c', 'd'])],
      inputs: [{ name: 'x', ...VECTOR }],
      outputs: results.map(name => ({ name, ...VECTOR })),
      initializers: [
        { name: 'yes', dims: [], dtype: 'bool', values: [1] },
        { name: 'no', dims: [], dtype: 'bool', values: [0] },
      ],
    });
    fs.writeFileSync(model, bytes.slice());
    const { output, verification } = await optimizeModel(optimizeRequest(model, [{ id: 'clean', parameters: {} }]), recordedContext());
    expect(verification?.maxAbs).toBe(0);
    const variant = await openModel(output);
    const { nodes, tensors } = variant.graph;
    expect([...nodes.ops].sort()).toEqual(['Exp', 'Identity', 'Identity', 'Mul', 'Mul', 'Neg']);
    expect(new Set(tensors.names).size).toBe(tensors.names.length);
    await variant.close();
  });
});
