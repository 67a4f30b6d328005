import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openModelBytes } from '../../../../src/onnx/openModelBytes';
import type { PassPlan } from '../../../../src/optimize/pass';
import { float16 } from '../../../../src/optimize/quantize/float16';
import { halfWeight } from '../../../../src/optimize/quantize/half/halfWeight';
import { float16Value } from '../../../../src/shared/base/float16';
import type { AttributeValue } from '../../../../src/shared/graph/attribute';
import { declaredDtype, NONE, type Graph } from '../../../../src/shared/graph/graph';
import { GraphBuilder } from '../../../../src/shared/graph/graphBuilder';
import { nodeInputs, tensorByName } from '../../../../src/shared/graph/traversal';
import { buildModel, type FixtureAttribute, type FixtureNode } from '../../../fixtures/buildModel';
import { makeLaboratory } from '../../../fixtures/makeLaboratory';
import { passInput } from '../../../fixtures/passInput';
import { floats, sketchGraph } from '../../../fixtures/sketchGraph';

const laboratory = makeLaboratory({});

const plan = (graph: Graph, parameters = {}): Promise<PassPlan> =>
  float16.plan(passInput(graph, { laboratory, parameters: { 'keep-io': true, ...parameters } }));
const count = (graph: Graph, op: string): number => graph.nodes.ops.filter(name => name === op).length;
const half = (value: number): number => float16Value(halfWeight(Float32Array.of(value)).bits[0] ?? 0);

/** x · w + b → Relu → TopK-like counting → y. */
function network(more: Partial<Parameters<typeof sketchGraph>[0]> = {}): Graph {
  return sketchGraph({
    inputs: { x: [2, 2] },
    weights: { w: floats([2, 2], [1, 2, 3, 4]), b: floats([2], [0.5, 1e-12]) },
    nodes: [
      ['MatMul', ['x', 'w'], ['m']],
      ['Add', ['m', 'b'], ['a']],
      ['Relu', ['a'], ['y']],
    ],
    outputs: ['y'],
    types: { m: [2, 2], a: [2, 2], y: [2, 2] },
    ...more,
  });
}

describe('values in float16', () => {
  it('are as near as float16 has them, and within its range', () =>
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), value => {
        const size = Math.min(65504, Math.max(value === 0 ? 0 : 1e-7, Math.abs(value)));
        const error = Math.abs(Math.abs(half(value)) - size);
        // Half a unit in the last place, of normal numbers and of those below 2^-14.
        expect(error).toBeLessThanOrEqual(Math.max(size * 2 ** -11, 2 ** -25));
        expect(Math.sign(half(value))).toBe(Math.sign(value));
      }),
    ));

  it('keep NaN and infinities, and count what was beyond', () => {
    const { bits, clamped } = halfWeight(Float32Array.of(NaN, Infinity, -Infinity, 1e6, -1e6, 65504));
    expect(Array.from(bits, float16Value)).toEqual([NaN, Infinity, -Infinity, 65504, -65504, 65504]);
    expect(clamped).toBe(2);
  });
});

describe('float16', () => {
  it('casts once at each border and keeps the interface', async () => {
    const { graph, changedNodes } = await plan(network());
    expect(changedNodes).toBe(3);
    expect(count(graph, 'Cast')).toBe(2);
    expect(declaredDtype(graph, tensorByName(graph, 'x'))).toBe('float32');
    expect(graph.nodes.names).toEqual(expect.arrayContaining(['n0', 'n1', 'n2']));
    expect(graph.tensors.weights.filter(weight => weight?.dtype === 'float16')).toHaveLength(2);
    expect(graph.tensors.weights.filter(weight => weight?.dtype === 'float32')).toHaveLength(0);
  });

  it('turns inputs and outputs too when told to', async () => {
    const { graph } = await plan(network(), { 'keep-io': false });
    expect(count(graph, 'Cast')).toBe(0);
    expect(['x', 'y'].map(name => declaredDtype(graph, tensorByName(graph, name)))).toEqual(['float16', 'float16']);
  });

  it('leaves Attention that shows where it is masked in float32', async () => {
    const nodes = [
      ['MatMul', ['x', 'w'], ['q']],
      [
        'Attention',
        ['q', 'x', 'x'],
        ['y', '', '', 'products'],
        { is_causal: { kind: 'int', value: 1 }, qk_matmul_output_mode: { kind: 'int', value: 2 } },
      ],
    ] as const;
    const sketch = network({ nodes, types: { q: [2, 2], y: [2, 2], products: [2, 2] }, outputs: ['y', 'products'] });
    const { layers } = await plan(sketch);
    expect(layers.find(({ action }) => action === 'skip')?.detail).toContain('where it is masked');
  });

  it('leaves a Transpose that turns the batch of a MatMul in float32, and no other', async () => {
    const turned = async (perm: readonly number[], reader: string): Promise<number> => {
      const nodes = [
        ['Relu', ['x'], ['m']],
        ['Transpose', ['m'], ['a'], { perm: { kind: 'ints', values: perm } }],
        [reader, ['a', 'w'], ['y']],
      ] as const;
      const { layers } = await plan(network({ inputs: { x: [2, 2, 2] }, nodes, types: { m: [2, 2, 2], a: [2, 2, 2], y: [2, 2, 2] } }));
      return layers.filter(({ action }) => action === 'skip').length;
    };
    expect([await turned([1, 0, 2], 'MatMul'), await turned([1, 2, 0], 'MatMul')]).toEqual([1, 1]);
    expect([await turned([0, 2, 1], 'MatMul'), await turned([1, 0, 2], 'Add')]).toEqual([0, 0]);
  });

  it('leaves what the runtime computes in integers', async () => {
    const nodes = [
      ['DynamicQuantizeLinear', ['x'], ['q', 's', 'z']],
      ['MatMulInteger', ['q', 'v', 'z'], ['i']],
      ['Cast', ['i'], ['m'], { to: { kind: 'int', value: 1 } }],
      ['Mul', ['m', 's'], ['a']],
      ['Relu', ['a'], ['y']],
    ] as const;
    const { layers } = await plan(network({ nodes, types: { q: [2, 2], i: [2, 2], s: [], m: [2, 2], a: [2, 2], y: [2, 2] } }));
    expect(layers.filter(({ action }) => action === 'change').map(({ node }) => node)).toEqual([4]);
  });

  it('leaves what counts in float32, in words, and gives it its tensors under their names', async () => {
    const nodes = [
      ['MatMul', ['x', 'w'], ['m']],
      ['CumSum', ['m', 'axis'], ['a']],
      ['Relu', ['a'], ['y']],
    ] as const;
    const axis = { dtype: 'int64', dims: [], bytes: { kind: 'memory', bytes: new Uint8Array(8) } } as const;
    const { graph, layers } = await plan(network({ nodes, weights: { w: floats([2, 2], [1, 2, 3, 4]), axis } }));
    expect(layers.find(({ action }) => action === 'skip')?.detail).toContain('counts or ranks');
    const cumulative = graph.nodes.ops.indexOf('CumSum');
    expect(nodeInputs(graph, cumulative)[0]).toBe(tensorByName(graph, 'm'));
    expect(count(graph, 'Cast')).toBe(4);
  });

  it('stores a weight that several nodes read once, and one that a caller may replace behind a Cast', async () => {
    const nodes = [
      ['MatMul', ['x', 'w'], ['m']],
      ['MatMul', ['m', 'w'], ['a']],
      ['Add', ['a', 'b'], ['y']],
    ] as const;
    const { graph } = await plan(network({ nodes, inputs: { x: [2, 2], b: [2] } }));
    expect(graph.tensors.weights.filter(weight => weight?.dtype === 'float16')).toHaveLength(1);
    expect(graph.tensors.weights[tensorByName(graph, 'b')]?.dtype).toBe('float32');
    expect(count(graph, 'Cast')).toBe(3);
  });

  it('makes an Identity of a Cast between what is float16 on both sides, and leaves what whole numbers are made of', async () => {
    const to = (value: number): { readonly to: { readonly kind: 'int'; readonly value: number } } => ({ to: { kind: 'int', value } });
    const cast = await plan(
      network({
        nodes: [
          ['Cast', ['x'], ['m'], to(1)],
          ['Relu', ['m'], ['y']],
        ],
      }),
    );
    expect(cast.graph.nodes.ops[cast.graph.nodes.names.indexOf('n0')]).toBe('Identity');
    const exact = network({
      nodes: [
        ['Floor', ['x'], ['m']],
        ['Cast', ['m'], ['y'], to(7)],
      ],
    });
    await expect(plan(exact)).rejects.toThrow('whole numbers are made of its result');
  });

  it('leaves what whole numbers are made of in a body that reads it', async () => {
    const builder = new GraphBuilder();
    builder.beginSubgraph({ kind: 'main', name: 'main', ownerNode: NONE, ownerAttribute: '', parent: NONE });
    builder.addInput('c', { kind: 'tensor', dtype: 'bool', shape: [] });
    builder.addInput('x', { kind: 'tensor', dtype: 'float32', shape: [2, 2] });
    builder.addNode('floor', 'Floor', '', ['x'], ['whole']);
    const owner = builder.addNode('choice', 'If', '', ['c'], ['y'], 0);
    builder.addOutput('y');
    builder.finishSubgraph();
    builder.beginSubgraph({ kind: 'body', name: 'then', ownerNode: owner, ownerAttribute: 'then_branch', parent: 0 });
    const cast = builder.addNode('inner', 'Cast', '', ['whole'], ['t'], 1);
    builder.addOutput('t');
    builder.finishSubgraph();
    const facts = { irVersion: 8, opsets: new Map([['', 17]]), producer: '', docString: '', metadata: new Map<string, string>() };
    const attributes: ReadonlyMap<string, AttributeValue> = new Map([['to', { kind: 'int', value: 7 }]]);
    const graph = builder.build(facts, 'main', { attributes: node => (node === cast ? attributes : new Map()), metadata: () => new Map() });
    await expect(plan(graph)).rejects.toThrow('whole numbers are made of its result');
  });

  it('leaves what whole numbers are made of outside of the body or function that computes it', async () => {
    const toInteger = { to: 7 };
    const branch: FixtureAttribute = {
      graph: {
        nodes: [
          { op: 'Floor', inputs: ['x'], outputs: ['f'] },
          { op: 'Relu', inputs: ['f'], outputs: ['r'] },
        ],
        outputs: [{ name: 'f' }],
      },
    };
    const loop: FixtureAttribute = {
      graph: {
        inputs: [
          { name: 'i', dtype: 'int64', shape: [] },
          { name: 'go', dtype: 'bool', shape: [] },
          { name: 'v', dtype: 'float32', shape: [1] },
        ],
        nodes: [
          { op: 'Identity', inputs: ['go'], outputs: ['on'] },
          { op: 'Floor', inputs: ['v'], outputs: ['w'] },
        ],
        outputs: [{ name: 'on' }, { name: 'w' }],
      },
    };
    const nodes: Readonly<Record<string, FixtureNode>> = {
      If: { op: 'If', inputs: ['c'], outputs: ['t'], attributes: { then_branch: branch, else_branch: branch } },
      Loop: { op: 'Loop', inputs: ['n', 'c', 'x'], outputs: ['t'], attributes: { body: loop } },
      function: { op: 'Whole', domain: 'local', inputs: ['x'], outputs: ['t'] },
    };
    for (const [name, node] of Object.entries(nodes)) {
      const bytes = buildModel({
        inputs: [
          { name: 'x', shape: [1] },
          { name: 'c', dtype: 'bool', shape: [] },
          { name: 'n', dtype: 'int64', shape: [] },
        ],
        nodes: [node, { op: 'Cast', inputs: ['t'], outputs: ['y'], attributes: toInteger }, { op: 'Exp', inputs: ['x'], outputs: ['z'] }],
        outputs: [
          { name: 'y', dtype: 'int64', shape: [1] },
          { name: 'z', shape: [1] },
        ],
        functions: [{ name: 'Whole', opset: 17, inputs: ['p'], outputs: ['q'], nodes: [{ op: 'Floor', inputs: ['p'], outputs: ['q'] }] }],
      });
      const { graph } = openModelBytes(bytes);
      const { layers } = await plan(graph);
      const reasons = layers.filter(({ node: id }) => graph.nodes.ops[id] === 'Floor').map(({ detail }) => detail);
      expect(new Set(reasons), name).toEqual(new Set(['whole numbers are made of its result']));
    }
  });
});
