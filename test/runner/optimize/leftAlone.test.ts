import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { buildModel, type FixtureModel, type FixtureNode, type FixtureTensor, type FixtureValue } from '../../fixtures/buildModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { opsOf, optimizeRequest, recordedContext } from '../jobFixtures';

interface Case {
  readonly model: Pick<FixtureModel, 'nodes' | 'initializers' | 'opset'> & { readonly outputs: readonly FixtureValue[] };
  /** Operators of the cleaned-up model, sorted. */
  readonly kept: readonly string[];
  readonly isRandom?: boolean;
}

const SHAPE = [2, 3];
const node = (op: string, inputs: readonly string[], outputs: readonly string[], attributes?: FixtureNode['attributes']): FixtureNode => ({
  ...{ op, inputs, outputs, name: outputs.join() },
  ...(attributes && { attributes }),
});
const scalar = (name: string, values: FixtureTensor['values'], dtype: FixtureTensor['dtype'] = 'float32'): FixtureTensor => ({
  ...{ name, dims: [], dtype },
  ...(values && { values }),
});
const QUANTIZATION = [scalar('scale', [0.5]), scalar('zero', [3], 'uint8')];
const quantize = (from: string, to: string): FixtureNode => node('QuantizeLinear', [from, 'scale', 'zero'], [to]);
const dequantize = (from: string, to: string): FixtureNode => node('DequantizeLinear', [from, 'scale', 'zero'], [to]);

const CASES: Readonly<Record<string, Case>> = {
  'a QuantizeLinear between two of its kind, and twins': {
    model: {
      nodes: [
        ...[quantize('x', 'q'), dequantize('q', 'd'), quantize('d', 'q2'), dequantize('q2', 'y')],
        ...[quantize('x', 'twin'), dequantize('twin', 'z')],
      ],
      initializers: QUANTIZATION,
      outputs: [{ name: 'y' }, { name: 'z' }],
    },
    kept: ['DequantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'QuantizeLinear', 'QuantizeLinear', 'QuantizeLinear'],
  },
  'the stored integers of a weight': {
    model: {
      nodes: [dequantize('stored', 'w'), node('MatMul', ['x', 'w'], ['y'])],
      initializers: [...QUANTIZATION, { name: 'stored', dims: [3, 2], dtype: 'uint8', values: [1, 2, 3, 4, 5, 6] }],
      outputs: [{ name: 'y' }],
    },
    kept: ['DequantizeLinear', 'MatMul'],
  },
  'random numbers, though drawn from constants and twice alike': {
    model: {
      nodes: [
        ...['first', 'second'].map(name => node('RandomUniform', [], [name], { shape: SHAPE, seed: { float: 7 } })),
        node('Add', ['x', 'first'], ['y']),
        node('Add', ['x', 'second'], ['z']),
      ],
      outputs: [{ name: 'y' }, { name: 'z' }],
    },
    kept: ['Add', 'Add', 'RandomUniform', 'RandomUniform'],
    isRandom: true,
  },
  'a sequence, and the tensors that go through it': {
    model: {
      nodes: [
        node('Neg', ['x'], ['n']),
        node('SequenceConstruct', ['x', 'n'], ['both']),
        node('SequenceInsert', ['both', 'x'], ['three']),
        node('SequenceAt', ['three', 'one'], ['y']),
        node('SequenceLength', ['three'], ['z']),
      ],
      initializers: [scalar('one', [1n], 'int64')],
      outputs: [{ name: 'y' }, { name: 'z', dtype: 'int64' }],
    },
    kept: ['Neg', 'SequenceAt', 'SequenceConstruct', 'SequenceInsert', 'SequenceLength'],
  },
  'nothing of a sequence of constants, which is one constant': {
    model: {
      nodes: [
        node('SequenceConstruct', ['a', 'b'], ['both']),
        node('ConcatFromSequence', ['both'], ['c'], { axis: 0 }),
        node('MatMul', ['x', 'c'], ['y']),
      ],
      initializers: [
        { name: 'a', dims: [1, 2], values: [1, 2] },
        { name: 'b', dims: [2, 2], values: [3, 4, 5, 6] },
      ],
      outputs: [{ name: 'y' }],
    },
    kept: ['MatMul'],
  },
  'an optional value': {
    model: {
      nodes: [
        node('Optional', ['x'], ['maybe']),
        node('OptionalHasElement', ['maybe'], ['z']),
        node('OptionalGetElement', ['maybe'], ['y']),
        node('Identity', ['maybe'], ['same']),
        node('OptionalGetElement', ['same'], ['again']),
      ],
      opset: 18,
      outputs: [{ name: 'y' }, { name: 'z', dtype: 'bool' }, { name: 'again' }],
    },
    kept: ['Optional', 'OptionalGetElement', 'OptionalGetElement', 'OptionalHasElement'],
  },
  'strings, also those that follow from constants': {
    model: {
      nodes: [
        node('Constant', [], ['words'], { value_strings: ['low', 'high', 'none'] }),
        node('Gather', ['words', 'pick'], ['chosen']),
        node('ArgMax', ['x'], ['best'], { axis: 1, keepdims: 0 }),
        node('Gather', ['chosen', 'best'], ['y']),
        node('Identity', ['y'], ['same']),
        node('Identity', ['same'], ['z']),
      ],
      initializers: [{ name: 'pick', dims: [3], dtype: 'int64', values: [2n, 0n, 1n] }],
      outputs: [
        { name: 'y', dtype: 'string' },
        { name: 'z', dtype: 'string' },
      ],
    },
    kept: ['ArgMax', 'Constant', 'Gather', 'Gather', 'Identity'],
  },
};

describe('clean keeps', { timeout: 120_000 }, () => {
  const folder = temporaryFolder();

  it.each(Object.entries(CASES))('%s', async (name, { model, kept, isRandom = false }) => {
    const file = path.join(folder, `${name}.onnx`);
    fs.writeFileSync(file, buildModel({ ...model, inputs: [{ name: 'x', shape: SHAPE }] }));
    const request = optimizeRequest(file, [{ id: 'clean', parameters: {} }]);
    const { output, verification } = await optimizeModel(request, recordedContext());
    expect([...(await opsOf(output))].sort()).toEqual(kept);
    if (!isRandom) expect(verification?.maxAbs).toBe(0);
  });
});
