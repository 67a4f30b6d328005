import { expect, it } from 'vitest';
import { openModelBytes } from '../../../../src/onnx/openModelBytes';
import { clean } from '../../../../src/optimize/rewrite/clean';
import { runPasses } from '../../../../src/worker/optimize/runPasses';
import { onnx } from '../../../../src/onnx/generated/onnx';
import { buildModel, type FixtureGraph } from '../../../fixtures/buildModel';
import { declaredAnalysis, passInput } from '../../../fixtures/passInput';

const branch = (name: string): { readonly graph: FixtureGraph } => ({
  graph: {
    nodes: [
      { op: 'Abs', inputs: ['x'], outputs: [`${name}0`] },
      { op: 'Identity', inputs: [`${name}0`], outputs: [`${name}1`] },
      { op: 'Exp', inputs: [`${name}1`], outputs: [`${name}2`] },
    ],
    outputs: [{ name: `${name}2` }],
  },
});

const BYTES = buildModel({
  inputs: [
    { name: 'x', shape: [3] },
    { name: 'c', dtype: 'bool', shape: [] },
  ],
  nodes: ['y', 'z'].map(output => ({
    op: 'If',
    inputs: ['c'],
    outputs: [output],
    attributes: { then_branch: branch(`${output}t`), else_branch: branch(`${output}e`) },
  })),
  outputs: [{ name: 'y' }, { name: 'z' }],
});

it('what is inside an If is cleaned up when the If is chosen, and left alone when it is not', async () => {
  const { graph, ...model } = openModelBytes(BYTES);
  const identities = async (selects: (node: number) => boolean): Promise<number> => {
    const plan = await clean.plan(passInput(graph, { readerOf: of => model.readerOf(of), selects: (_, node) => selects(node) }));
    return plan.graph.nodes.ops.filter(op => op === 'Identity').length;
  };
  expect(await identities(() => true)).toBe(0);
  expect(await identities(node => node === 0)).toBe(2);
  expect(await identities(node => node !== 0)).toBe(2);
});

it('a variant of a model with graphs for training says that they belong to the original', async () => {
  const model = Object.assign(onnx.ModelProto.decode(BYTES), { trainingInfo: [{ algorithm: { name: 'step' } }] });
  const trained = onnx.ModelProto.encode(model).finish();
  const notesOf = async (bytes: Uint8Array): Promise<readonly string[]> => {
    const { graph, ...model } = openModelBytes(bytes);
    const tools = {
      readerOf: (of: typeof graph) => model.readerOf(of),
      analyze: declaredAnalysis,
      laboratory: undefined,
      onPass: () => undefined,
    };
    return (await runPasses(graph, [{ id: 'clean', parameters: {} }], tools)).plans.flatMap(({ notes }) => notes);
  };
  expect(await notesOf(trained)).toContainEqual(expect.stringContaining('belong to the original'));
  expect((await notesOf(BYTES)).join()).not.toContain('training');
});
