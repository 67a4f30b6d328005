import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dtypeNumber, type Dtype } from '../../src/shared/graph/dtype';
import { RUN_FOLDER_PREFIX } from '../../src/shared/protocol/folderPrefixes';
import { compareModels } from '../../src/worker/compare';
import { sweepLines } from '../../src/cli/terminal/sweepLines';
import { terminalStyle } from '../../src/cli/terminal/style';
import { optimizeModel } from '../../src/worker/optimize/optimize';
import { timeLayer } from '../../src/worker/isolated/timeLayer';
import { sweepModel } from '../../src/worker/sweep/sweepModel';
import { buildModel, type FixtureModel } from '../fixtures/buildModel';
import { int4Model } from '../fixtures/hostileModels';
import { ownCache } from '../fixtures/ownCache';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { quickProfile, recordedContext } from './jobFixtures';

const folder = temporaryFolder();
ownCache(folder);
const CONDITIONS = { dims: {}, threads: 1, seed: 0 };

function written(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
}

/** Casts its input to float32, works there, and casts the result back; the input is read twice and so is the output. */
function typedModel(dtype: Dtype, changes: Partial<FixtureModel> = {}): Uint8Array {
  const float = dtypeNumber('float32');
  return buildModel({
    opset: 21,
    irVersion: 10,
    nodes: [
      { op: 'Cast', name: 'widen', inputs: ['x'], outputs: ['wide'], attributes: { to: float } },
      { op: 'Cast', name: 'again', inputs: ['x'], outputs: ['wide_again'], attributes: { to: float } },
      { op: 'Identity', name: 'idle', inputs: ['wide_again'], outputs: ['idle'] },
      { op: 'Mul', name: 'square', inputs: ['wide', 'idle'], outputs: ['squared'] },
      { op: 'MatMul', name: 'product', inputs: ['squared', 'w'], outputs: ['p'] },
      { op: 'Relu', name: 'relu', inputs: ['p'], outputs: ['r'] },
      { op: 'Cast', name: 'narrow', inputs: ['r'], outputs: ['y'], attributes: { to: dtypeNumber(dtype) } },
      { op: 'Cast', name: 'back', inputs: ['y'], outputs: ['z'], attributes: { to: float } },
    ],
    inputs: [{ name: 'x', dtype, shape: [4, 64] }],
    outputs: [
      { name: 'y', dtype, shape: [4, 64] },
      { name: 'z', shape: [4, 64] },
    ],
    initializers: [{ name: 'w', dims: [64, 64], values: Array.from({ length: 4096 }, (_, index) => ((index % 7) - 3) / 8) }],
    ...changes,
  });
}

const leftovers = (): readonly string[] =>
  fs.readdirSync(process.env['TMPDIR'] ?? '/tmp').filter(name => name.startsWith(`${RUN_FOLDER_PREFIX}${process.pid}-`));

describe('a model whose inputs and outputs have types that the Node binding lacks', () => {
  it.each([
    ['bfloat16', 'float32'],
    ['float8e4m3fn', 'float32'],
    ['int4', 'int8'],
    ['uint4', 'uint8'],
  ] as const)('of %s is profiled through a copy with casts, which stand on no layer', async (dtype, carrier) => {
    const { latency, kernels } = await quickProfile(written(`${dtype}.onnx`, typedModel(dtype)));
    const notes = latency.notes.join(' ');
    expect(notes).toContain(`input “x” (${dtype}) as ${carrier}, output “y” (${dtype}) as ${carrier}`);
    expect(notes).toMatch(/Its casts take .* of the latency and stand on no layer\./);
    const casts = kernels.filter(({ name }) => name.startsWith('layerwise_cast_'));
    expect(casts.length).toBeGreaterThan(0);
    expect(casts.every(({ anchor, covers, added }) => anchor === undefined && covers.length === 0 && added)).toBe(true);
    const anchors = kernels.filter(kernel => !casts.includes(kernel)).map(({ op, anchor }) => `${op} ${String(anchor)}`);
    expect(anchors).toEqual(expect.arrayContaining(['MatMul 4', 'Relu 5', 'Cast 6', 'Cast 7']));
    expect(leftovers()).toEqual([]);
  });

  it('runs where the output alone is one, which would end the process', async () => {
    const { latency } = await quickProfile(written('int4_output.onnx', int4Model()));
    expect(latency.notes.join(' ')).toContain('output “y” (int4) as int8');
  });

  it('is compared and verified through copies of both, and says so', async () => {
    const file = written('verified.onnx', typedModel('bfloat16'));
    const output = path.join(folder, 'verified.clean.onnx');
    const passes = [{ id: 'clean', parameters: {} }];
    const request = {
      kind: 'optimize',
      path: file,
      passes,
      output,
      measure: false,
      batch: 1,
      evaluationData: undefined,
      conditions: CONDITIONS,
    } as const;
    const { verification, notes } = await optimizeModel(request, recordedContext());
    expect(verification?.verdict).not.toBe('broken');
    expect(notes.join(' ')).toContain('input “x” (bfloat16) as float32');
    const comparison = { kind: 'compare', base: file, variant: output, batch: 1, rigor: 'quick', conditions: CONDITIONS } as const;
    const { outputs, latency } = await compareModels(comparison, recordedContext());
    expect(outputs.maxAbs).toBe(0);
    for (const side of [latency.before, latency.after]) expect(side.notes.join(' ')).toContain('output “y” (bfloat16) as float32');
    expect(leftovers()).toEqual([]);
  });

  it('is swept through a copy, which the terminal says', async () => {
    const result = await sweepModel(
      {
        path: written('swept.onnx', typedModel('bfloat16')),
        conditions: CONDITIONS,
        ...{ batch: undefined, threads: [1], dims: {}, rigor: 'quick', latencyLimitMs: undefined, searchSettings: false, again: true },
        economics: { pricePerHour: undefined, loadPerSecond: undefined },
      },
      recordedContext(),
    );
    expect(result.points[0]?.measured?.medianMs).toBeGreaterThan(0);
    const shown = sweepLines('swept.onnx', result, terminalStyle(false, undefined)).join(' ');
    expect(shown).toContain('Run through a copy with casts');
    expect(shown).toContain('input “x” (bfloat16) as float32');
  });

  it('has layers that are timed alone, but for those that read or make such a type', async () => {
    const path = written('layers.onnx', typedModel('int4'));
    const timed = (node: number): ReturnType<typeof timeLayer> =>
      timeLayer({ kind: 'layer', path, node, int8: false, rigor: 'quick', conditions: CONDITIONS }, recordedContext());
    const { nodes, inputs, original } = await timed(4);
    expect(nodes).toEqual([4]);
    expect(inputs).toEqual([{ name: 'squared', dtype: 'float32', shape: [4, 64] }]);
    expect(original.medianMs).toBeGreaterThan(0);
    await expect(timed(6)).rejects.toMatchObject({
      reason: 'unsupported-type',
      message: expect.stringMatching(
        /^“narrow” cannot be timed alone: it reads or makes “y” of the type int4.*layerwise profile/,
      ) as string,
    });
    expect(leftovers()).toEqual([]);
  });

  it('is refused in a sentence where no cast helps', async () => {
    const complex = typedModel('complex64', {
      nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
      outputs: [{ name: 'y', dtype: 'complex64', shape: [4, 64] }],
    });
    const failure = quickProfile(written('complex.onnx', complex));
    await expect(failure).rejects.toMatchObject({ reason: 'unsupported-type' });
    await expect(failure).rejects.toThrow(/input “x” has the type complex64.*no other type holds its values/);
    const tiny = quickProfile(written('tiny.onnx', typedModel('float4e2m1', { opset: 23, irVersion: 11 })));
    await expect(tiny).rejects.toMatchObject({ reason: 'unsupported-type' });
    await expect(tiny).rejects.toThrow(/could not load tiny\.onnx: .*Cast.*input “x” \(float4e2m1\) as float32/);
  });
});
