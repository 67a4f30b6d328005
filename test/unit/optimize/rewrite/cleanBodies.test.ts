import { describe, expect, it } from 'vitest';
import { openModelBytes } from '../../../../src/onnx/openModelBytes';
import { clean } from '../../../../src/optimize/rewrite/clean';
import { runPasses } from '../../../../src/worker/optimize/runPasses';
import { onnx } from '../../../../src/onnx/generated/onnx';
import { buildModel, type FixtureGraph, type FixtureNode } from '../../../fixtures/buildModel';
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

describe('what a function is given', () => {
  const dimsOf = { wide: [2, 6], narrow: [2, 3] } as const;
  const mean = (input: string, output: string): FixtureNode => ({
    ...{ op: 'ReduceMean', inputs: [input], outputs: [output] },
    attributes: { axes: [-1] },
  });
  const constant = (name: string, ...values: readonly number[]): FixtureNode => ({
    ...{ op: 'Constant', outputs: [name] },
    attributes: { value: { tensor: { name, dims: values.length === 1 ? [] : [values.length], values } } },
  });
  /** A norm over 6 channels that is written out; each call is of one argument, in the main graph or in a body. */
  const norm: readonly FixtureNode[] = [
    ...[constant('two', 2), constant('epsilon', 1e-5), constant('scale', 1, 2, 3, 4, 5, 6), mean('a', 'm')],
    { op: 'Sub', inputs: ['a', 'm'], outputs: ['d'] },
    { op: 'Pow', inputs: ['d', 'two'], outputs: ['p'] },
    mean('p', 'v'),
    { op: 'Add', inputs: ['v', 'epsilon'], outputs: ['e'] },
    { op: 'Sqrt', inputs: ['e'], outputs: ['r'] },
    { op: 'Div', inputs: ['d', 'r'], outputs: ['q'] },
    { op: 'Mul', inputs: ['q', 'scale'], outputs: ['y'] },
  ];
  const call = (argument: string, position: number): FixtureNode => ({
    ...{ op: 'Norm', domain: 'local', inputs: [argument], outputs: [`y${position}`] },
  });

  async function isFused(calls: readonly string[], isInBody = false): Promise<boolean> {
    const nodes = calls.map(call);
    const body = { graph: { nodes, outputs: [{ name: 'y0' }] } };
    const choice = { op: 'If', inputs: ['c'], outputs: ['y0'], attributes: { then_branch: body, else_branch: body } };
    const { graph, ...model } = openModelBytes(
      buildModel({
        inputs: [...Object.entries(dimsOf).map(([name, shape]) => ({ name, shape })), { name: 'c', dtype: 'bool', shape: [] }],
        nodes: isInBody ? [choice] : nodes,
        outputs: isInBody ? [{ name: 'y0' }] : calls.map((_, position) => ({ name: `y${position}` })),
        functions: [{ name: 'Norm', inputs: ['a'], outputs: ['y'], nodes: norm, opset: 17 }],
        opsets: { local: 1 },
      }),
    );
    const plan = await clean.plan(passInput(graph, { readerOf: of => model.readerOf(of) }));
    return plan.graph.nodes.ops.includes('LayerNormalization');
  }

  it('is known where all calls agree', async () => {
    expect(await isFused(['wide'])).toBe(true);
    expect(await isFused(['wide', 'wide'])).toBe(true);
  });

  it('is not where they differ, or where the next round of a loop may bring another', async () => {
    expect(await isFused(['narrow', 'wide'])).toBe(false);
    expect(await isFused(['wide', 'narrow'])).toBe(false);
    expect(await isFused(['wide'], true)).toBe(false);
  });
});
