import { describe, expect, it } from 'vitest';
import type { Observed } from '../../../../src/optimize/laboratory';
import type { Pass, PassPlan } from '../../../../src/optimize/pass';
import { bodyNote } from '../../../../src/optimize/quantize/bodyNote';
import { quantizeDynamic } from '../../../../src/optimize/quantize/quantizeDynamic';
import { quantizeStatic } from '../../../../src/optimize/quantize/quantizeStatic';
import { quantizeWeights } from '../../../../src/optimize/quantize/quantizeWeights';
import { NONE } from '../../../../src/shared/graph/graph';
import { GraphBuilder } from '../../../../src/shared/graph/graphBuilder';
import { makeLaboratory } from '../../../fixtures/makeLaboratory';
import { passInput } from '../../../fixtures/passInput';
import { floats, noise, sketchGraph, type Sketch } from '../../../fixtures/sketchGraph';

const SIZE = 64;
const EMPTY = new Float64Array(0);
const observed: Observed = { min: -1, max: 1, mean: EMPTY, variance: EMPTY, gram: EMPTY, samples: new Float32Array(0) };
const laboratory = makeLaboratory({
  observe: (_graph, observations) => Promise.resolve(new Map(observations.map(({ tensor }) => [tensor, observed]))),
});
const matrix = floats([SIZE, SIZE], noise(SIZE * SIZE));

function plan(pass: Pass, sketch: Partial<Sketch>): Promise<PassPlan> {
  const parameters = {
    ...Object.fromEntries(pass.description.parameters.map(({ name, default: value }) => [name, value ?? ''])),
    range: 'full',
  };
  const graph = sketchGraph({ inputs: { x: [2, SIZE] }, outputs: ['y'], nodes: [], types: { m: [2, SIZE], y: [2, SIZE] }, ...sketch });
  return pass.plan(passInput(graph, { laboratory, parameters }));
}

describe.each([quantizeStatic, quantizeDynamic, quantizeWeights])('%s', pass => {
  const { id } = pass.description;

  it(`${id} stores a weight of two layers once`, async () => {
    const { graph, changedNodes } = await plan(pass, {
      weights: { w: matrix },
      nodes: [
        ['MatMul', ['x', 'w'], ['m']],
        ['MatMul', ['m', 'w'], ['y']],
      ],
    });
    expect(changedNodes).toBe(2);
    const codes = graph.tensors.weights.filter(weight => /^u?int[48]$/.test(weight?.dtype ?? '') && (weight?.dims.length ?? 0) > 1);
    expect(codes.length).toBe(pass === quantizeWeights ? 2 : 1);
    expect(graph.tensors.names.filter((name, tensor) => name.includes('quantized_') && graph.tensors.weights[tensor])).toEqual([]);
  });

  it.each([[[1, SIZE]], [[1]], [[]]])(`${id} takes a Gemm with a bias of shape %j`, async dims => {
    const bias = floats(dims, noise(dims.reduce((product, dim) => product * dim, 1)));
    const { changedNodes } = await plan(pass, { weights: { w: matrix, b: bias }, nodes: [['Gemm', ['x', 'w', 'b'], ['y']]] });
    expect(changedNodes).toBe(1);
  });

  it(`${id} says of a quantized model that it is one`, async () => {
    const nodes = [
      ['DynamicQuantizeLinear', ['x'], ['q', 's', 'z']],
      ['MatMulInteger', ['q', 'w', 'z'], ['y']],
    ] as const;
    await expect(plan(pass, { weights: { w: matrix }, nodes })).rejects.toThrow('quantized already (dynamic INT8)');
  });

  it(`${id} refuses a weight that is not finite, in words`, async () => {
    const weights = { w: floats([SIZE, SIZE], [NaN, ...noise(SIZE * SIZE - 1)]) };
    await expect(plan(pass, { weights, nodes: [['MatMul', ['x', 'w'], ['y']]] })).rejects.toThrow(/holds NaN or infinity/);
  });
});

it('a product with an Add of activations behind it is kept apart from it, of which the runtime would make a Gemm in float32', async () => {
  const { graph } = await plan(quantizeStatic, {
    weights: { w: matrix },
    nodes: [
      ['MatMul', ['x', 'w'], ['m']],
      ['Add', ['m', 'x'], ['y']],
    ],
  });
  expect(graph.nodes.ops).toContain('Sum');
  expect(graph.nodes.ops).not.toContain('Add');
});

it('quantize-dynamic leaves a product whose bias adds an axis, and says so', async () => {
  const nodes = [
    ['MatMul', ['v', 'w'], ['m']],
    ['Add', ['m', 'b'], ['y']],
  ] as const;
  const weights = { w: matrix, b: floats([1, SIZE], noise(SIZE)) };
  await expect(plan(quantizeDynamic, { inputs: { v: [SIZE] }, types: {}, weights, nodes })).rejects.toThrow(/more axes than what it reads/);
});

it('layers in bodies are named', () => {
  const builder = new GraphBuilder();
  builder.beginSubgraph({ kind: 'main', name: 'main', ownerNode: NONE, ownerAttribute: '', parent: NONE });
  builder.addInput('c', { kind: 'tensor', dtype: 'bool', shape: [] });
  builder.addInitializer('w', matrix);
  const owner = builder.addNode('choice', 'If', '', ['c'], ['y'], 0);
  builder.addOutput('y');
  builder.finishSubgraph();
  builder.beginSubgraph({ kind: 'body', name: 'then', ownerNode: owner, ownerAttribute: 'then_branch', parent: 0 });
  builder.addNode('inner', 'MatMul', '', ['w', 'w'], ['t'], 1);
  builder.addOutput('t');
  builder.finishSubgraph();
  const facts = { irVersion: 8, opsets: new Map([['', 17]]), producer: '', docString: '', metadata: new Map<string, string>() };
  const graph = builder.build(facts, 'main', { attributes: () => new Map(), metadata: () => new Map() });
  expect(bodyNote(graph)).toEqual([expect.stringMatching(/^1 layer stays as it is .*\(inner\)/)]);
});
