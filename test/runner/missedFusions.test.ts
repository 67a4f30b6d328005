import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FusionCondition } from '../../src/shared/report/missedFusion';
import { buildModel, type FixtureModel } from '../fixtures/buildModel';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { missedIn } from './missedIn';

const folder = temporaryFolder();

const weight = (name: string, ...dims: readonly number[]): NonNullable<FixtureModel['initializers']>[number] => ({
  name,
  dims,
  values: Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, (_, index) => Math.sin(index)),
});

function biased(shape: readonly (number | string)[], bias: readonly number[]): FixtureModel {
  return {
    inputs: [{ name: 'x', shape }],
    initializers: [weight('w', 4, 5), weight('b', ...bias)],
    nodes: [
      { op: 'MatMul', inputs: ['x', 'w'], outputs: ['m'] },
      { op: 'Add', inputs: ['b', 'm'], outputs: ['y'] },
    ],
    outputs: [{ name: 'y' }],
  };
}

function skipped(readTwice: boolean): FixtureModel {
  const shape = [2, 3, 4];
  const reader = readTwice ? [{ op: 'Exp', inputs: ['s'], outputs: ['e'] }] : [];
  return {
    inputs: [
      { name: 'x', shape },
      { name: 'z', shape },
    ],
    initializers: [weight('g', 4), weight('b', 4)],
    nodes: [
      { op: 'Add', inputs: ['x', 'z'], outputs: ['s'] },
      { op: 'LayerNormalization', inputs: ['s', 'g', 'b'], outputs: ['y'] },
      ...reader,
    ],
    outputs: [{ name: 'y' }, ...(readTwice ? [{ name: 'e' }] : [])],
  };
}

interface GeluShape {
  /** Operator that scales by √2. */
  readonly scaling?: 'Div' | 'Mul';
  readonly halvedFirst?: boolean;
  /** Tensor that something else reads as well. */
  readonly alsoRead?: string;
  readonly opset?: number;
}

function gelu({ scaling = 'Div', halvedFirst = false, alsoRead, opset = 17 }: GeluShape): FixtureModel {
  const products = halvedFirst
    ? [
        { op: 'Mul', inputs: ['u', 'half'], outputs: ['h'] },
        { op: 'Mul', inputs: ['h', 'a'], outputs: ['y'] },
      ]
    : [
        { op: 'Mul', inputs: ['u', 'a'], outputs: ['m'] },
        { op: 'Mul', inputs: ['m', 'half'], outputs: ['y'] },
      ];
  return {
    inputs: [{ name: 'x', shape: [2, 3, 4] }],
    initializers: [
      { name: 'root', dims: [], values: [scaling === 'Div' ? Math.SQRT2 : Math.SQRT1_2] },
      { name: 'one', dims: [], values: [1] },
      { name: 'half', dims: [], values: [0.5] },
    ],
    nodes: [
      { op: 'Exp', inputs: ['x'], outputs: ['u'] },
      { op: scaling, inputs: ['u', 'root'], outputs: ['d'] },
      { op: 'Erf', inputs: ['d'], outputs: ['e'] },
      { op: 'Add', inputs: ['e', 'one'], outputs: ['a'] },
      ...products,
      ...(alsoRead === undefined ? [] : [{ op: 'Exp', inputs: [alsoRead], outputs: ['z'] }]),
    ],
    outputs: [{ name: 'y' }, ...(alsoRead === undefined ? [] : [{ name: 'z' }])],
    opset,
  };
}

interface LayerNormShape {
  readonly square?: 'Pow' | 'Mul';
  readonly scale?: readonly number[] | 'none';
  readonly isShifted?: boolean;
  readonly axis?: number;
  readonly alsoRead?: string;
  readonly opset?: number;
}

/** Since opset 18 ReduceMean has its axes as an input. */
function layerNorm({ square = 'Pow', scale = [4], isShifted = true, axis = -1, alsoRead, opset = 13 }: LayerNormShape): FixtureModel {
  const mean = (from: string, to: string) => ({
    op: 'ReduceMean',
    inputs: opset < 18 ? [from] : [from, 'axes'],
    outputs: [to],
    attributes: opset < 18 ? { axes: [axis], keepdims: 1 } : { keepdims: 1 },
  });
  const isScaled = scale !== 'none';
  const scaled = isScaled ? 'k' : 'n';
  const last = isShifted ? 'y' : scaled;
  return {
    inputs: [{ name: 'x', shape: [2, 3, 4] }],
    initializers: [
      { name: 'two', dims: [], values: [2] },
      { name: 'eps', dims: [], values: [1e-5] },
      { name: 'axes', dims: [1], values: [BigInt(axis)] },
      weight('g', ...(isScaled ? scale : [4])),
      weight('b', ...(isScaled ? scale : [4])),
    ],
    nodes: [
      { op: 'Exp', inputs: ['x'], outputs: ['u'] },
      mean('u', 'mu'),
      { op: 'Sub', inputs: ['u', 'mu'], outputs: ['s'] },
      { op: square, inputs: ['s', square === 'Pow' ? 'two' : 's'], outputs: ['p'] },
      mean('p', 'v'),
      { op: 'Add', inputs: ['v', 'eps'], outputs: ['ve'] },
      { op: 'Sqrt', inputs: ['ve'], outputs: ['sd'] },
      { op: 'Div', inputs: ['s', 'sd'], outputs: ['n'] },
      ...(isScaled ? [{ op: 'Mul', inputs: ['n', 'g'], outputs: ['k'] }] : []),
      ...(isShifted ? [{ op: 'Add', inputs: [scaled, 'b'], outputs: ['y'] }] : []),
      ...(alsoRead === undefined ? [] : [{ op: 'Exp', inputs: [alsoRead], outputs: ['z'] }]),
    ],
    outputs: [{ name: last }, ...(alsoRead === undefined ? [] : [{ name: 'z' }])],
    opset,
  };
}

/** A convolution with quantized weights, on quantized activations or not. */
function convolution(isQuantized: boolean): FixtureModel {
  return {
    inputs: [{ name: 'x', shape: [1, 3, 8, 8] }],
    initializers: [
      { name: 'scale', dims: [], values: [0.1] },
      { name: 'zero', dims: [], dtype: 'int8', raw: new Uint8Array(1) },
      { name: 'w', dims: [4, 3, 3, 3], dtype: 'int8', raw: Uint8Array.from({ length: 108 }, (_, index) => index) },
    ],
    nodes: [
      { op: 'QuantizeLinear', inputs: ['x', 'scale', 'zero'], outputs: ['xq'] },
      { op: 'DequantizeLinear', inputs: ['xq', 'scale', 'zero'], outputs: ['xf'] },
      { op: 'DequantizeLinear', inputs: ['w', 'scale', 'zero'], outputs: ['wf'] },
      { op: 'Conv', inputs: [isQuantized ? 'xf' : 'x', 'wf'], outputs: ['c'], attributes: { kernel_shape: [3, 3] } },
      { op: 'QuantizeLinear', inputs: ['c', 'scale', 'zero'], outputs: ['cq'] },
      { op: 'DequantizeLinear', inputs: ['cq', 'scale', 'zero'], outputs: ['y'] },
    ],
    outputs: [{ name: 'y' }],
  };
}

async function conditions(name: string, model: FixtureModel): Promise<readonly FusionCondition[]> {
  const file = path.join(folder, `${name}.onnx`);
  fs.writeFileSync(file, buildModel(model));
  return (await missedIn(file, { batch: 2 })).map(({ condition }) => condition);
}

describe('missedFusions, of what the runtime really ran', () => {
  it.each<readonly [string, FixtureModel, readonly FusionCondition[]]>([
    ['a product of fixed sizes is fused', biased([2, 3, 4], [5]), []],
    ['one with an open batch is not', biased(['batch', 3, 4], [5]), ['dynamic-dimension']],
    ['matrices with an open batch are fused', biased(['batch', 4], [5]), []],
    ['a bias of two dimensions is not', biased([2, 3, 4], [1, 5]), ['shape']],
    ['a sum before a normalization is fused', skipped(false), []],
    ['one that is read twice is not', skipped(true), ['second-reader']],
    ['a Gelu by division is fused', gelu({}), []],
    ['a Gelu that is halved first is fused', gelu({ halvedFirst: true }), []],
    ['a Gelu by multiplication is not', gelu({ scaling: 'Mul' }), ['operator']],
    ['a Gelu whose Erf is read twice is not', gelu({ alsoRead: 'e' }), ['second-reader']],
    ['a Gelu whose half is read twice is not', gelu({ halvedFirst: true, alsoRead: 'h' }), ['second-reader']],
    ...[9, 20, 23].map(opset => [`a Gelu of opset ${opset} is fused`, gelu({ opset }), []] as const),
    ['a normalization in parts is fused', layerNorm({}), []],
    ...[9, 17, 18, 23].map(opset => [`one of opset ${opset} is fused`, layerNorm({ opset }), []] as const),
    ['one that squares by multiplication is not', layerNorm({ square: 'Mul' }), ['operator']],
    ['one without a scale is not', layerNorm({ scale: 'none' }), ['operator']],
    ['one without a shift is not', layerNorm({ isShifted: false }), ['operator']],
    ['one with a scale of three dimensions is not', layerNorm({ scale: [1, 1, 4] }), ['shape']],
    ['one over another axis is not', layerNorm({ axis: 1, scale: [3, 1] }), ['shape']],
    ['one whose centred values are read twice is not', layerNorm({ alsoRead: 's' }), ['second-reader']],
    ['one whose deviation is read twice is not', layerNorm({ alsoRead: 'sd' }), ['second-reader']],
    ['a quantized convolution is fused', convolution(true), []],
    ['one whose weights alone are quantized is not', convolution(false), ['missing-quantize']],
  ])('%s', async (name, model, expected) => {
    expect(await conditions(name.replaceAll(' ', '-'), model)).toEqual(expected);
  });
});
