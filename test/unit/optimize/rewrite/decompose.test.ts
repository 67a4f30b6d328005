import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { clean } from '../../../../src/optimize/rewrite/clean';
import { decompose } from '../../../../src/optimize/rewrite/decompose';
import type { PassPlan } from '../../../../src/optimize/pass';
import type { Graph } from '../../../../src/shared/graph/graph';
import type { Analysis } from '../../../../src/shared/report/analysis';
import type { AttributeValue } from '../../../../src/shared/graph/attribute';
import { nodeOrigins } from '../../../../src/shared/graph/provenance';
import { openModelBytes } from '../../../../src/onnx/openModelBytes';
import { nodePath } from '../../../../src/shared/graph/traversal';
import { buildModel, type FixtureGraph, type FixtureNode } from '../../../fixtures/buildModel';
import { makeLaboratory } from '../../../fixtures/makeLaboratory';
import { decode, passInput } from '../../../fixtures/passInput';
import { floats, noise, sketchGraph, type Sketch } from '../../../fixtures/sketchGraph';

const laboratory = makeLaboratory({ evaluate: () => Promise.resolve(new Map()) });
const int = (value: number): AttributeValue => ({ kind: 'int', value });
const float = (value: number): AttributeValue => ({ kind: 'float', value });
const text = (value: string): AttributeValue => ({ kind: 'string', value });

const weights = { scale: floats([4], noise(4)), bias: floats([4], noise(4, 2)) };
const one = (op: string, attributes: Readonly<Record<string, AttributeValue>> = {}, inputs = ['x'], outputs = ['y']): Sketch => ({
  inputs: { x: ['n', 4, 6, 4] },
  weights,
  nodes: [[op, inputs, outputs, attributes]],
  outputs: ['y'],
  opset: 24,
});
const heads = { q_num_heads: int(2), kv_num_heads: int(2) };
const attention = (attributes: Readonly<Record<string, AttributeValue>> = heads, outputs = ['y']): Sketch => ({
  ...one('Attention', attributes, ['q', 'k', 'v', 'mask'], outputs),
  inputs: { q: ['n', 's', 8], k: ['n', 't', 8], v: ['n', 't', 8], mask: ['s', 't'] },
});

describe('decompose', () => {
  it.each([
    ['Gelu', one('Gelu')],
    ['Gelu by tanh', one('Gelu', { approximate: text('tanh') })],
    ['HardSwish', one('HardSwish')],
    ['Mish', one('Mish')],
    ['Swish', one('Swish', { alpha: float(0.5) })],
    ['LayerNormalization', one('LayerNormalization', { axis: int(-1), epsilon: float(2 ** -10) }, ['x', 'scale', 'bias'])],
    ['RMSNormalization', one('RMSNormalization', { axis: int(-1), epsilon: float(2 ** -10) }, ['x', 'scale'])],
    ['Attention over the last axis', attention({ ...heads, scale: float(0.25) })],
    ['Attention', { ...one('Attention', { scale: float(0.5) }, ['q', 'k', 'v']), inputs: { q: ['n', 2, 's', 4], k: ['n', 2, 't', 4], v: ['n', 2, 't', 4] } }],
  ])('writes %s so that clean finds it again', async (_, sketch) => {
    const original = sketchGraph(sketch);
    const written = await decompose.plan(passInput(original, { laboratory }));
    expect(written.graph.nodes.ops).not.toContain(original.nodes.ops[0]);
    expect(Array.from({ length: written.graph.nodes.count }, (__, node) => nodeOrigins(written.graph, node))).toEqual(
      new Array(written.graph.nodes.count).fill([0]),
    );
    const again = await clean.plan(passInput(written.graph, { laboratory, parameters: { with: 'swish' } }));
    expect(again.graph.nodes.ops).toEqual(original.nodes.ops);
    expect([...again.graph.nodes.attributes(0)]).toEqual(expect.arrayContaining(Object.entries(sketch.nodes[0]?.[3] ?? {})));
  }); // prettier-ignore

  it('writes Gelu by tanh with its constant in full, of which comparing results tells only the first digits', async () => {
    const { graph } = await decompose.plan(passInput(sketchGraph(one('Gelu', { approximate: text('tanh') })), { laboratory }));
    const scalars = graph.tensors.weights.filter(weight => weight?.dims.length === 0).map(weight => decode(weight)[0]);
    expect(scalars).toContain(Math.fround(0.044715));
  });

  it('writes GroupNormalization of any height and width over InstanceNormalization', async () => {
    const sketch = { ...one('GroupNormalization', { num_groups: int(2) }, ['x', 'scale', 'bias']), inputs: { x: ['n', 4, 'h', 'w'] } };
    const { graph, layers } = await decompose.plan(passInput(sketchGraph(sketch)));
    expect(layers[0]?.detail).toBe('written as Reshape, InstanceNormalization, Shape, Mul, Add');
    expect(graph.nodes.ops.filter(op => op === 'Reshape')).toHaveLength(4);
  });

  it('writes Attention that is causal, capped, shares keys and gives out keys', async () => {
    const sketch = attention({ ...heads, kv_num_heads: int(1), is_causal: int(1), softcap: float(2) }, ['y', 'keys']);
    const { graph } = await decompose.plan(passInput(sketchGraph({ ...sketch, inputs: { ...sketch.inputs, k: ['n', 't', 4], v: ['n', 't', 4] }, outputs: ['y', 'keys'] }))); // prettier-ignore
    expect(graph.nodes.ops).toEqual(expect.arrayContaining(['Expand', 'Tanh', 'Trilu', 'Identity']));
    expect(graph.nodes.ops).not.toContain('Attention');
  });

  it('leaves alone what the steps do not say, with the reason', async () => {
    const planned = async (sketch: Sketch): Promise<PassPlan> => decompose.plan(passInput(sketchGraph(sketch)));
    const reasonOf = (sketch: Sketch): Promise<string> =>
      planned(sketch).then(
        () => '',
        (error: unknown) => String(error),
      );
    expect(await reasonOf(attention({ ...heads, kv_num_heads: int(0) }))).toContain('number of its heads');
    expect(await reasonOf(attention({ ...heads, softmax_precision: int(10) }))).toContain('not computed in float32');
    expect(await reasonOf({ ...attention(), inputs: { ...attention().inputs, mask: ['s', 'u'] } })).toContain('shorter than its keys');
    const norm = one('LayerNormalization', {}, ['x', 'scale'], ['y', 'mean']);
    expect(await reasonOf({ ...norm, outputs: ['y', 'mean'] })).toContain('mean or deviation');
    expect(await reasonOf(one('Relu'))).toContain('has none of');
  });

  it('writes only the operators that it is told to', async () => {
    const sketch: Sketch = { ...one('Gelu'), nodes: [['Gelu', ['x'], ['a']], ['Mish', ['a'], ['y']]] }; // prettier-ignore
    const { graph } = await decompose.plan(passInput(sketchGraph(sketch), { parameters: { ops: 'Mish' } }));
    expect(graph.nodes.ops).toEqual(['Gelu', 'Softplus', 'Tanh', 'Mul']);
    await expect((async () => decompose.plan(passInput(sketchGraph(sketch), { parameters: { ops: 'Conv' } })))()).rejects.toThrow(
      'does not know “Conv”',
    );
  });

  it('writes what stands in bodies and functions, in their own scope and version, and leaves what each call decides', async () => {
    const branch = (output: string, node: FixtureNode): FixtureGraph => ({
      nodes: [{ ...node, outputs: [output] }],
      outputs: [{ name: output }],
    });
    const { graph, ...model } = openModelBytes(
      buildModel({
        inputs: [{ name: 'x', shape: [2, 4] }, { name: 'c', dtype: 'bool', shape: [] }],
        opset: 20,
        opsets: { local: 1 },
        functions: [
          { ...{ name: 'F', inputs: ['a'], outputs: ['b'], attributes: ['axis'], opset: 17 }, nodes: [
            { op: 'Constant', outputs: ['s'], attributes: { value: { tensor: { name: '', dims: [4], values: [1, 2, 3, 4] } } } },
            { op: 'LayerNormalization', inputs: ['a', 's'], outputs: ['n'], attributes: { axis: { intRef: 'axis' } } },
            { op: 'LayerNormalization', inputs: ['a', 's'], outputs: ['m'] },
            { op: 'Add', inputs: ['n', 'm'], outputs: ['b'] },
          ] },
        ],
        nodes: [
          { op: 'If', inputs: ['c'], outputs: ['y'], attributes: {
            then_branch: { graph: branch('t', { op: 'Gelu', inputs: ['x'] }) },
            else_branch: { graph: branch('e', { op: 'Neg', inputs: ['x'] }) },
          } },
          { op: 'F', domain: 'local', inputs: ['y'], outputs: ['z'], attributes: { axis: 1 } },
        ],
        outputs: [{ name: 'z' }],
      }),
    ); // prettier-ignore
    const analyzed = (of: Graph): Analysis => analyze(of, model.readerOf(of), { dims: new Map() });
    const plan = await decompose.plan(passInput(graph, { readerOf: of => model.readerOf(of), analyze: analyzed }));
    expect(plan.layers.map(({ node, action, detail }) => [nodePath(graph, node), action, detail])).toEqual([
      ['function local:F/1', 'skip', 'each call of its function gives it attributes'],
      ['function local:F/2', 'change', 'written as ReduceMean, Sub, Mul, Add, Sqrt, Div'],
      ['0/then_branch/0', 'change', 'written as Div, Erf, Add, Mul'],
    ]);
    const means = plan.graph.nodes.ops.flatMap((op, node) => (op === 'ReduceMean' ? [node] : []));
    expect(means.map(node => [...plan.graph.nodes.attributes(node).keys()])).toEqual([['axes'], ['axes']]);
    expect(plan.changedNodes).toBe(2);
    const left = passInput(graph, { readerOf: of => model.readerOf(of), analyze: analyzed, selects: (_, node) => node !== 0 });
    expect((await decompose.plan(left)).layers.map(({ node }) => nodePath(graph, node))).not.toContain('0/then_branch/0');
  });

  it('names a layer that is left out by choice, and causal Attention that runtimes read in two ways', async () => {
    const sketch: Sketch = { ...one('Gelu'), nodes: [['Gelu', ['x'], ['a']], ['Gelu', ['a'], ['y']]] }; // prettier-ignore
    const { layers } = await decompose.plan(passInput(sketchGraph(sketch), { selects: (_, node) => node === 1 }));
    expect(layers.map(({ action, detail }) => [action, detail])).toEqual([
      ['skip', 'left out by choice'],
      ['change', 'written as Div, Erf, Add, Mul'],
    ]);
    const past = { ...one('Attention', { is_causal: int(1) }, ['q', 'k', 'v', '', 'pk', 'pv']), inputs: { q: [1, 2, 1, 4], k: [1, 2, 2, 4], v: [1, 2, 2, 4], pk: [1, 2, 3, 4], pv: [1, 2, 3, 4] } }; // prettier-ignore
    await expect(decompose.plan(passInput(sketchGraph(past)))).rejects.toThrow('causal over keys of the past');
  });
});
