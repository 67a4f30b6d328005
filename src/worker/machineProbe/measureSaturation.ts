import fs from 'node:fs/promises';
import path from 'node:path';
import { onnx } from '../../onnx/generated/onnx';
import { dtypeNumber } from '../../shared/graph/dtype';
import type { SaturationProbe } from '../../shared/report/machine';
import type { RunnerProcess } from '../runnerProcess';

const DEPTH = 64;
const COLUMNS = 32;
const LARGEST_UINT8 = 255;
const LARGEST_INT8 = 127;
const IR_VERSION = 8;
const OPSET = 13;

/**
 * Whether U8×S8 products saturate here: without VNNI, x64 adds pairs of them up in 16 bits (`pmaddubsw`), and 2 · 255 · 127 does not fit. Told by a product of
 * the largest values, whose sum is then wrong; no instruction set has to be known (onnxruntime issues 6004 and 12072).
 */
export async function measureSaturation(runner: RunnerProcess): Promise<SaturationProbe> {
  const file = path.join(runner.folder, 'saturation.onnx');
  await fs.writeFile(file, saturationModel());
  const { session } = await runner.createSession(file, { threads: 1, graphOptimization: 'all' });
  const data = new Uint8Array(DEPTH).fill(LARGEST_UINT8);
  const { outputs } = await runner.run(session, new Map([['a', { dtype: 'uint8', dims: [1, DEPTH], data }]]));
  await runner.releaseSession(session);
  const expected = DEPTH * LARGEST_UINT8 * LARGEST_INT8;
  const observed = Number(outputs.get('y')?.data[0] ?? Number.NaN);
  return { saturates: observed !== expected, expected, observed };
}

function saturationModel(): Uint8Array {
  const rawData = new Uint8Array(new Int8Array(DEPTH * COLUMNS).fill(LARGEST_INT8).buffer);
  const graph = {
    name: 'saturation',
    node: [{ opType: 'MatMulInteger', input: ['a', 'b'], output: ['y'] }],
    initializer: [{ name: 'b', dims: [DEPTH, COLUMNS], dataType: dtypeNumber('int8'), rawData }],
    input: [{ name: 'a', type: matrix('uint8', DEPTH) }],
    output: [{ name: 'y', type: matrix('int32', COLUMNS) }],
  };
  return onnx.ModelProto.encode({ irVersion: IR_VERSION, opsetImport: [{ version: OPSET }], graph }).finish();
}

function matrix(dtype: 'uint8' | 'int32', columns: number): onnx.TypeProto.$Properties {
  return { tensorType: { elemType: dtypeNumber(dtype), shape: { dim: [{ dimValue: 1 }, { dimValue: columns }] } } };
}
