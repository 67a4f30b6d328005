import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../../../src/shared/graph/attribute';
import { foldScaleBack } from '../../../../src/optimize/rewrite/foldScaleBack';
import { gatherDirectly } from '../../../../src/optimize/rewrite/gatherDirectly';
import { writeMatrixGemms } from '../../../../src/optimize/rewrite/matrixGemms';
import type { Rule } from '../../../../src/optimize/rewrite/rule';
import { viewBeforeSplit } from '../../../../src/optimize/rewrite/viewBeforeSplit';
import { writeGemms } from '../../../../src/optimize/rewrite/writeGemms';
import { cleanSketch } from '../../../fixtures/cleanSketch';
import { passInput } from '../../../fixtures/passInput';
import { floats, int64s, noise, sketchGraph, type Sketch, type SketchNode } from '../../../fixtures/sketchGraph';

const int = (value: number): AttributeValue => ({ kind: 'int', value });

async function opsAfter(rule: Rule, sketch: Sketch): Promise<readonly string[]> {
  const graph = sketchGraph(sketch);
  return (await rule(passInput(graph), graph, [])).graph.nodes.ops;
}

/** Three layers over rows [2, 3, width], each a product and its bias. */
function layers(width: number, biasWidth: number): Sketch {
  return {
    inputs: { x: [2, 3, 4] },
    weights: {
      ...{ w0: floats([4, width], noise(4 * width)), b0: floats([biasWidth], noise(biasWidth)) },
      ...{ w1: floats([biasWidth, width], noise(biasWidth * width)), b1: floats([biasWidth], noise(biasWidth)) },
      ...{ w2: floats([biasWidth, width], noise(biasWidth * width)), b2: floats([biasWidth], noise(biasWidth)) },
    },
    nodes: [0, 1, 2].flatMap((layer): readonly SketchNode[] => [
      ['MatMul', [layer === 0 ? 'x' : `y${layer - 1}`, `w${layer}`], [`m${layer}`]],
      ['Add', [`m${layer}`, `b${layer}`], [`y${layer}`]],
    ]),
    outputs: ['y2'],
  };
}

describe('Gemms', () => {
  it('stand for products with their biases', async () => {
    expect(await opsAfter(writeGemms, layers(4, 4))).toEqual(['Reshape', 'Gemm', 'Gemm', 'Gemm', 'Reshape']);
  });

  it('do not stand for a product that its bias makes wider, which Gemm cannot', async () => {
    expect(await opsAfter(writeGemms, layers(1, 4))).not.toContain('Gemm');
  });

  it('are not written for operators that broadcast by an attribute', async () => {
    expect(await opsAfter(writeGemms, { ...layers(4, 4), opset: 6 })).not.toContain('Gemm');
  });

  it('are found behind a chain of any length', async () => {
    const length = 20_000;
    const chain = Array.from({ length }, (_, step): SketchNode => ['Relu', [step === 0 ? 'x' : `r${step}`], [`r${step + 1}`]]);
    expect(await opsAfter(writeGemms, { inputs: { x: [1, 2, 4] }, nodes: chain, outputs: [`r${length}`] })).toHaveLength(length);
  });
});

describe('a Gemm of matrices', () => {
  const product = (behind: SketchNode, bias: Sketch['weights'] = {}): Sketch => ({
    inputs: { x: [undefined, 4] },
    weights: { w: floats([4, 3], noise(12)), ...bias },
    nodes: [['MatMul', ['x', 'w'], ['m']], behind],
    outputs: ['y'],
  });

  it('stands for a product with the bias on either side of it', async () => {
    const bias = { b: floats([1, 3], noise(3)) };
    expect(await opsAfter(writeMatrixGemms, product(['Add', ['m', 'b'], ['y']], bias))).toEqual(['Gemm']);
    expect(await opsAfter(writeMatrixGemms, product(['Add', ['b', 'm'], ['y']], bias))).toEqual(['Gemm']);
  });

  it('does not stand where the sum is larger than the product, or something else reads that', async () => {
    const rows = product(['Add', ['m', 'b'], ['y']], { b: floats([5, 1], noise(5)) });
    expect(await opsAfter(writeMatrixGemms, rows)).toEqual(['MatMul', 'Add']);
    const shared = product(['Add', ['m', 'b'], ['y']], { b: floats([3], noise(3)) });
    expect(await opsAfter(writeMatrixGemms, { ...shared, outputs: ['y', 'm'] })).toEqual(['MatMul', 'Add']);
  });

  it('takes a normalization behind it where it may lack a bias', async () => {
    const statistics = Object.fromEntries(['s', 'b', 'mean', 'v'].map(name => [name, floats([3], [1, 2, 3])]));
    const normalized = product(['BatchNormalization', ['m', 's', 'b', 'mean', 'v'], ['y']], statistics);
    expect(await opsAfter(writeMatrixGemms, normalized)).toEqual(['Gemm', 'BatchNormalization']);
    expect((await cleanSketch(normalized)).nodes.ops).toEqual(['Gemm']);
    expect(await opsAfter(writeMatrixGemms, { ...normalized, opset: 10 })).toEqual(['MatMul', 'BatchNormalization']);
  });
});

it('leaves a Split of sizes alone whose parts are shapes of views', async () => {
  const ops = await opsAfter(viewBeforeSplit, {
    inputs: { x: [6], z: [6] },
    nodes: [
      ['Split', ['shapes', 'sizes'], ['a', 'b'], { axis: int(0) }],
      ['Reshape', ['x', 'a'], ['v']],
      ['Reshape', ['z', 'b'], ['w']],
    ],
    weights: { shapes: int64s([4], [3, 2, 3, 2]), sizes: int64s([2], [2, 2]) },
    outputs: ['v', 'w'],
  });
  expect(ops).toEqual(['Split', 'Reshape', 'Reshape']);
});

it('leaves a Gather alone that takes the shape of a view', async () => {
  const ops = await opsAfter(gatherDirectly, {
    inputs: { x: [1, 1] },
    nodes: [
      ['Unsqueeze', ['sizes', 'axis'], ['s']],
      ['Gather', ['s', 'one'], ['target'], { axis: int(1) }],
      ['Reshape', ['x', 'target'], ['y']],
    ],
    weights: { sizes: int64s([2], [1, 1]), axis: int64s([1], [0]), one: int64s([], [0]) },
    outputs: ['y'],
  });
  expect(ops.at(-1)).toBe('Reshape');
});

it.each([
  ['Mul', 2, ['MatMul']],
  ['Mul', -Infinity, ['MatMul', 'Mul']],
  ['Div', 0, ['MatMul', 'Div']],
  ['Div', 1e-40, ['MatMul', 'Div']],
])('takes %s by %d into a weight only where the factor is finite', async (op, factor, expected) => {
  const sketch: Sketch = {
    inputs: { x: [1, 4] },
    weights: { w: floats([4, 4], noise(16)), factor: floats([], [factor]) },
    nodes: [
      ['MatMul', ['x', 'w'], ['m']],
      [op, ['m', 'factor'], ['s']],
      ['Relu', ['s'], ['y']],
    ],
    outputs: ['y'],
  };
  expect(await opsAfter(foldScaleBack, sketch)).toEqual([...expected, 'Relu']);
});
