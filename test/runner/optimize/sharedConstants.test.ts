import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bytesOnDisk } from '../../../src/onnx/bytesOnDisk';
import { openModel } from '../../../src/onnx/openModel';
import { writeModel } from '../../../src/onnx/writeModel';
import type { NamedTensors } from '../../../src/shared/graph/denseTensor';
import { CorpusRunner } from '../../bench/corpusRunner';
import { outputDistance } from '../../bench/outputDistance';
import { buildModel, type FixtureNode, type FixtureTensor } from '../../fixtures/buildModel';
import { noise } from '../../fixtures/sketchGraph';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const MOST_GROWTH = 1.02;
const SIDE = 128;
const MOST_ULP = 64;

interface Shared {
  readonly nodes: readonly FixtureNode[];
  readonly initializers: readonly FixtureTensor[];
  readonly x?: readonly number[];
  readonly outputs: readonly string[];
}

const weight = (name: string, dims: readonly number[], seed = 1): FixtureTensor => ({
  ...{ name, dims },
  values: noise(
    dims.reduce((product, dim) => product * dim, 1),
    seed,
  ),
});
const node = (op: string, inputs: readonly string[], outputs: readonly string[], attributes?: FixtureNode['attributes']): FixtureNode => ({
  ...{ op, inputs, outputs, name: outputs.join() },
  ...(attributes && { attributes }),
});
const square = weight('w', [SIDE, SIDE]);
const turned = node('Transpose', ['w'], ['wt'], { perm: [1, 0] });

/** Tables that are read as they are and turned, none of them 1 % of the weights. */
const TABLES = Array.from({ length: 120 }, (_, index) => index);
const MANY: Shared = {
  nodes: TABLES.flatMap(index => [
    node('Transpose', [`t${String(index)}`], [`tt${String(index)}`], { perm: [1, 0] }),
    node('MatMul', [index === 0 ? 'x' : `y${String(index - 1)}`, `tt${String(index)}`], [`a${String(index)}`]),
    node('MatMul', [`a${String(index)}`, `t${String(index)}`], [`y${String(index)}`]),
  ]),
  initializers: TABLES.map(index => weight(`t${String(index)}`, [24, 24], index + 1)),
  x: [2, 24],
  outputs: [`y${String(TABLES.length - 1)}`],
};

const CASES: Readonly<Record<string, Shared>> = {
  'one reads a weight as it is, one turned': {
    nodes: [turned, node('MatMul', ['x', 'w'], ['y']), node('MatMul', ['x', 'wt'], ['z'])],
    initializers: [square],
    outputs: ['y', 'z'],
  },
  'one reads a weight turned, one scaled': {
    nodes: [turned, node('Mul', ['w', 's'], ['ws']), node('MatMul', ['x', 'ws'], ['y']), node('MatMul', ['x', 'wt'], ['z'])],
    initializers: [square, weight('s', [SIDE])],
    outputs: ['y', 'z'],
  },
  'many small tables are read as they are and turned': MANY,
  'a part is small and the other as large as the weight': {
    nodes: [
      node('Split', ['w', 'parts'], ['few', 'rest'], { axis: 0 }),
      node('MatMul', ['x', 'rest'], ['y']),
      node('Mul', ['y', 'few'], ['f']),
      node('Gather', ['w', 'row'], ['g']),
      node('Mul', ['y', 'g'], ['z']),
    ],
    initializers: [weight('w', [2049, 4]), { name: 'parts', dims: [2], values: [1n, 2048n] }, { name: 'row', dims: [1], values: [7n] }],
    x: [3, 2048],
    outputs: ['z', 'f'],
  },
  'a scale stands before one of two readers': {
    nodes: [node('Mul', ['x', 's'], ['xs']), node('MatMul', ['xs', 'w'], ['y']), node('MatMul', ['x', 'w'], ['z'])],
    initializers: [square, weight('s', [SIDE])],
    outputs: ['y', 'z'],
  },
  'a scale and a shift stand behind one of two readers': {
    nodes: [
      node('Conv', ['x', 'w'], ['c']),
      node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['y']),
      node('Conv', ['x', 'w'], ['d'], { pads: [1, 1, 1, 1] }),
      node('Mul', ['d', 'r'], ['z']),
    ],
    initializers: [
      ...[weight('w', [48, 48, 3, 3]), weight('s', [48], 2), weight('b', [48], 3), weight('m', [48], 4), weight('r', [48, 1, 1], 5)],
      { name: 'v', dims: [48], values: Array.from({ length: 48 }, () => 1.1) },
    ],
    x: [1, 48, 8, 8],
    outputs: ['y', 'z'],
  },
  'projections of one tensor whose weights others read': {
    nodes: ['q', 'k', 'v'].flatMap(name => [
      node('MatMul', ['x', `w${name}`], [`${name}0`]),
      node('Add', [`${name}0`, `b${name}`], [name]),
      node('Relu', [name], [`${name}1`]),
      node('MatMul', [`${name}1`, `w${name}`], [`${name}2`]),
    ]),
    initializers: ['q', 'k', 'v'].flatMap((name, index) => [
      weight(`w${name}`, [SIDE, SIDE], index + 1),
      weight(`b${name}`, [SIDE], index + 4),
    ]),
    x: [1, 4, SIDE],
    outputs: ['q2', 'k2', 'v2'],
  },
};

describe('constants that several nodes read', { timeout: 120_000 }, () => {
  const folder = temporaryFolder();
  const runner = new CorpusRunner();
  afterAll(() => runner.end());

  it.each(Object.entries(CASES))('do not make a cleaned-up file larger: %s', async (name, shared) => {
    const file = path.join(folder, `${name}.onnx`);
    const { nodes, initializers, x = [2, SIDE], outputs } = shared;
    const inputs = [{ name: 'x', shape: x }];
    fs.writeFileSync(file, buildModel({ nodes, inputs, outputs: outputs.map(output => ({ name: output })), initializers }));
    const model = await openModel(file);
    const cleaned = path.join(folder, `${name}.clean.onnx`);
    await writeModel(model, await runner.changed(model, [{ id: 'clean', parameters: {} }]), cleaned);
    const variant = await openModel(cleaned);
    expect(bytesOnDisk(variant)).toBeLessThanOrEqual(bytesOnDisk(model) * MOST_GROWTH);
    const feeds = [
      new Map([
        [
          'x',
          {
            dtype: 'float32',
            dims: x,
            data: Float32Array.from(
              noise(
                x.reduce((size, dim) => size * dim, 1),
                9,
              ),
            ),
          } as const,
        ],
      ]),
    ];
    const [before, after] = await Promise.all([model, variant].map(each => runner.outputs(each, each.graph, 'disabled', feeds)));
    expect(outputDistance(firstOf(before), firstOf(after), 1).scaledUlp).toBeLessThan(MOST_ULP);
    await Promise.all([model.close(), variant.close()]);
  });
});

function firstOf(outputs: readonly NamedTensors[] | string | undefined): NamedTensors {
  if (outputs === undefined || typeof outputs === 'string') throw new Error(outputs);
  return outputs[0] ?? new Map<never, never>();
}
