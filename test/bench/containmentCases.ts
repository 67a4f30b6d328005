import fs from 'node:fs';
import path from 'node:path';
import { onnx } from '../../src/onnx/generated/onnx';
import { buildModel, type FixtureGraph } from '../fixtures/buildModel';
import { crashingModel, endlessModel, greedyModel, int4Model } from '../fixtures/hostileModels';

/** What is done to a job from outside once its runner has been at work for a second. */
export type Disturbance = 'truncate data' | 'kill runner' | 'kill engine';

export interface ContainmentCase {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly options?: readonly string[];
  readonly disturbance?: Disturbance;
  /** Of the one sentence on standard error. */
  readonly sentence: RegExp;
  readonly exitCode: number;
}

const DEADLINE = ['--timeout', '4'];
const DATA_BYTES = 64 * 2 ** 20;
export const DATA_FILE = 'weights.bin';

/** The crash set: models that stop a runtime, and what can happen to a run of a good one. */
export function containmentCases(folder: string): readonly ContainmentCase[] {
  fs.writeFileSync(path.join(folder, DATA_FILE), new Uint8Array(DATA_BYTES));
  const endless = endlessModel();
  return [
    { name: 'null pointer', bytes: crashingModel(), sentence: /crashed on .*\(SIGSEGV: .*--graph-optimization/, exitCode: 4 },
    { name: 'int4 output', bytes: int4Model(), sentence: /^$/, exitCode: 0 },
    { name: 'dft_irfft', bytes: inverseFourierModel(), options: DEADLINE, sentence: /was stopped in the phase/, exitCode: 4 },
    { name: 'endless Loop', bytes: endless, options: DEADLINE, sentence: /was stopped in the phase “first run”/, exitCode: 4 },
    { name: 'doubling functions', bytes: doublingModel(), options: DEADLINE, sentence: /was stopped in the phase “create”/, exitCode: 4 },
    {
      name: '6 GB',
      bytes: greedyModel(),
      options: ['--memory-limit', '2000'],
      sentence: /more than its limit of 2000 MiB|memory/,
      exitCode: 4,
    },
    {
      name: 'data truncated',
      bytes: externalModel(),
      disturbance: 'truncate data',
      sentence: /in the phase “first run”.*SIGBUS: .*was a data file changed meanwhile/,
      exitCode: 4,
    },
    { name: 'kill -9 of the runner', bytes: endless, disturbance: 'kill runner', sentence: /SIGKILL: .*killed it/, exitCode: 4 },
    { name: 'kill -9 above the runner', bytes: endless, disturbance: 'kill engine', sentence: /^$/, exitCode: -1 },
  ];
}

/** As `test_dft_irfft` of ONNX with zeros: along an axis of length 1 the result has length 0. */
function inverseFourierModel(): Uint8Array {
  return buildModel({
    opset: 20,
    irVersion: 10,
    nodes: [{ op: 'DFT', inputs: ['x', '', 'axis'], outputs: ['y'], attributes: { inverse: 1, onesided: 1 } }],
    inputs: [{ name: 'x', shape: [1, 6, 10, 2] }],
    outputs: [{ name: 'y', shape: [undefined, 6, 10, 1] }],
    initializers: [{ name: 'axis', dims: [], values: [0n] }],
  });
}

/** Functions each of which calls the one before it twice: 2^40 nodes once the runtime has inlined them. */
function doublingModel(): Uint8Array {
  const levels = 40;
  const model = onnx.ModelProto.decode(
    buildModel({
      nodes: [{ op: `F${levels}`, domain: 'f', inputs: ['x'], outputs: ['y'] }],
      inputs: [{ name: 'x', shape: [2] }],
      outputs: [{ name: 'y', shape: [2] }],
      opsets: { f: 1 },
    }),
  );
  const opsetImport = [{ domain: '', version: 17 }, { domain: 'f', version: 1 }]; // prettier-ignore
  const functions = Array.from({ length: levels + 1 }, (_, level) => {
    const inner = level === 0 ? { opType: 'Identity' } : { opType: `F${level - 1}`, domain: 'f' };
    const node = [{ ...inner, input: ['a'], output: ['b'] }, { ...inner, input: ['b'], output: ['c'] }]; // prettier-ignore
    return { name: `F${level}`, domain: 'f', input: ['a'], output: ['c'], node, opsetImport };
  });
  return onnx.ModelProto.encode(Object.assign(model, { functions })).finish();
}

/** A run that never ends and reads 64 MB of external data again and again. */
function externalModel(): Uint8Array {
  const body: FixtureGraph = {
    name: 'body',
    nodes: [
      { op: 'Identity', inputs: ['going'], outputs: ['going_on'] },
      { op: 'Add', inputs: ['state', 'w'], outputs: ['sum'] },
      { op: 'ReduceMax', inputs: ['sum'], outputs: ['state_out'], attributes: { keepdims: 0 } },
    ],
    inputs: [
      { name: 'iteration', dtype: 'int64', shape: [] },
      { name: 'going', dtype: 'bool', shape: [] },
      { name: 'state', shape: [] },
    ],
    outputs: [
      { name: 'going_on', dtype: 'bool', shape: [] },
      { name: 'state_out', shape: [] },
    ],
  };
  const model = onnx.ModelProto.decode(
    buildModel({
      nodes: [{ op: 'Loop', inputs: ['', 'true', 'x'], outputs: ['y'], attributes: { body: { graph: body } } }],
      inputs: [{ name: 'x', shape: [] }],
      outputs: [{ name: 'y', shape: [] }],
      initializers: [{ name: 'true', dims: [], dtype: 'bool', values: [1] }],
    }),
  );
  const initializer = {
    name: 'w',
    dataType: 1,
    dims: [DATA_BYTES / 4],
    dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
    externalData: [{ key: 'location', value: DATA_FILE }],
  };
  model.graph?.initializer?.push(initializer);
  return onnx.ModelProto.encode(model).finish();
}
