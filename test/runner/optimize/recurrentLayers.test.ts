import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../../src/onnx/openModel';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { buildModel, type FixtureAttribute, type FixtureModel, type FixtureTensor } from '../../fixtures/buildModel';
import { noise } from '../../fixtures/sketchGraph';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { optimizeRequest, opsOf, recordedContext } from '../jobFixtures';

const folder = temporaryFolder();
let written = 0;

const [STEPS, BATCH, WIDTH, HIDDEN] = [7, 3, 33, 21];

interface Variation {
  readonly directions?: 1 | 2;
  readonly optional?: readonly ('B' | 'sequence_lens' | 'initial_h' | 'initial_c' | 'P')[];
  readonly attributes?: Readonly<Record<string, FixtureAttribute>>;
}

function tensor(name: string, dims: readonly number[], seed: number, scale = 0.3): FixtureTensor {
  const size = dims.reduce((product, dim) => product * dim, 1);
  return { name, dims, dtype: 'float32', values: noise(size, seed).map(value => value * scale) };
}

/** An LSTM over [steps, batch, width] that gives all that it has. */
function lstmModel({ directions = 1, optional = ['B'], attributes = {} }: Variation = {}): FixtureModel {
  const given = (name: NonNullable<Variation['optional']>[number]): string => (optional.includes(name) ? name : '');
  return {
    nodes: [
      {
        ...{ op: 'LSTM', name: 'lstm', outputs: ['y', 'y_h', 'y_c'] },
        inputs: ['x', 'W', 'R', given('B'), given('sequence_lens'), given('initial_h'), given('initial_c'), given('P')],
        attributes: { hidden_size: HIDDEN, direction: directions === 2 ? 'bidirectional' : 'forward', ...attributes },
      },
    ],
    inputs: [{ name: 'x', shape: [STEPS, BATCH, WIDTH] }],
    outputs: [{ name: 'y' }, { name: 'y_h' }, { name: 'y_c' }],
    initializers: [
      tensor('W', [directions, 4 * HIDDEN, WIDTH], 1),
      tensor('R', [directions, 4 * HIDDEN, HIDDEN], 2),
      tensor('B', [directions, 8 * HIDDEN], 3),
      { name: 'sequence_lens', dims: [BATCH], dtype: 'int32', values: [7, 4, 1] },
      tensor('initial_h', [directions, BATCH, HIDDEN], 4),
      tensor('initial_c', [directions, BATCH, HIDDEN], 5),
      tensor('P', [directions, 3 * HIDDEN], 6),
    ],
  };
}

async function optimized(model: FixtureModel, ...ids: readonly string[]): Promise<OptimizeResult> {
  const file = path.join(folder, `recurrent${written++}.onnx`);
  fs.writeFileSync(file, buildModel(model));
  const passes = ids.map(id => ({ id, parameters: {} }));
  return optimizeModel(optimizeRequest(file, passes), recordedContext());
}

const VARIATIONS: readonly (readonly [name: string, Variation])[] = [
  ['with a bias', {}],
  ['without anything optional', { optional: [] }],
  ['backwards', { attributes: { direction: 'reverse' } }],
  ['in both directions', { directions: 2 }],
  ['with peepholes', { optional: ['P'] }],
  [
    'with lengths and initial states, in both directions',
    { directions: 2, optional: ['B', 'sequence_lens', 'initial_h', 'initial_c', 'P'] },
  ],
  ['with other activations and a clip', { attributes: { activations: ['HardSigmoid', 'Tanh', 'Softsign'], clip: { float: 1.5 } } }],
  ['with the forget gate coupled', { attributes: { input_forget: 1 } }],
];

describe('recurrent layers in dynamic INT8', { timeout: 120_000 }, () => {
  for (const [name, variation] of VARIATIONS) {
    it(`runs an LSTM ${name}, close to float32`, async () => {
      const { verification, ranAsInt8, passes, output } = await optimized(lstmModel(variation), 'quantize-dynamic');
      expect(verification?.sqnrDb).toBeGreaterThan(30);
      expect(ranAsInt8).toEqual([1, 1]);
      expect(passes.at(-1)?.notes.join()).toContain('other runtimes cannot run this file');
      expect(await opsOf(output)).toEqual(['DynamicQuantizeLSTM']);
    });
  }

  it('stores a weight once that two LSTMs read', async () => {
    const model = lstmModel();
    const second = { ...model.nodes[0], op: 'LSTM', name: 'again', inputs: ['turned', 'W', 'R', 'B'], outputs: ['z'] };
    const nodes = [...model.nodes, { op: 'Neg', inputs: ['x'], outputs: ['turned'] }, second];
    const { verification, output } = await optimized({ ...model, nodes, outputs: [{ name: 'y' }, { name: 'z' }] }, 'quantize-dynamic');
    expect(verification?.sqnrDb).toBeGreaterThan(30);
    const variant = await openModel(output);
    expect(variant.graph.tensors.weights.filter(weight => weight?.dtype === 'int8' && weight.dims[1] === WIDTH)).toHaveLength(1);
    await variant.close();
  });

  it('says why it leaves a GRU alone, and an LSTM whose weights come from outside', async () => {
    const model = lstmModel({ optional: [] });
    const inputs = [...(model.inputs ?? []), { name: 'W', shape: [1, 4 * HIDDEN, WIDTH] }];
    const open = { ...model, inputs, initializers: (model.initializers ?? []).filter(({ name }) => name !== 'W') };
    await expect(optimized(open, 'quantize-dynamic')).rejects.toThrow('its weight W is computed or an input');
    const gru: FixtureModel = {
      ...model,
      nodes: [{ op: 'GRU', inputs: ['x', 'G', 'H'], outputs: ['y'], attributes: { hidden_size: HIDDEN } }],
      outputs: [{ name: 'y' }],
      initializers: [tensor('G', [1, 3 * HIDDEN, WIDTH], 1), tensor('H', [1, 3 * HIDDEN, HIDDEN], 2)],
    };
    await expect(optimized(gru, 'quantize-dynamic')).rejects.toThrow('onnxruntime computes GRU in float32 only');
  });

  it('comes back to an LSTM in float32', async () => {
    const { output } = await optimized(lstmModel({ directions: 2 }), 'quantize-dynamic');
    const back = await optimizeModel(optimizeRequest(output, [{ id: 'dequantize', parameters: {} }]), recordedContext());
    expect(await opsOf(back.output)).toEqual(['LSTM']);
    expect(back.verification?.sqnrDb).toBeGreaterThan(30);
  });
});
