import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../../src/onnx/openModel';
import type { OptimizeRequest, PassCall } from '../../../src/shared/report/jobRequest';
import type { OptimizeResult, PassOutcome } from '../../../src/shared/report/optimizeResult';
import { dryRun } from '../../../src/worker/optimize/dryRun';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { buildModel } from '../../fixtures/buildModel';
import { noise } from '../../fixtures/sketchGraph';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { recordedContext } from '../jobFixtures';

const folder = temporaryFolder();
const fixture = (name: string): string => path.resolve('test/fixtures/models', name);
const sample = path.resolve('media/samples/mnist_wide.onnx');

function optimize(model: string, passes: readonly PassCall[], changes: Partial<OptimizeRequest> = {}): Promise<OptimizeResult> {
  const conditions = { dims: {}, threads: 1, seed: 1 };
  const request: OptimizeRequest = {
    ...{ kind: 'optimize', path: model, output: undefined, passes, conditions, evaluationData: undefined, measure: false, batch: 1 },
    ...changes,
  };
  return optimizeModel(request, recordedContext());
}

/** Files are made in the test's own folder, not beside the fixtures. */
function output(name: string): string {
  return path.join(folder, name);
}

const pass = (id: string, parameters = {}): readonly PassCall[] => [{ id, parameters }];

describe('optimize', { timeout: 120_000 }, () => {
  it('folds what it can when one constant has a type that the binding lacks', async () => {
    const bfloat16 = 16;
    const bytes = buildModel({
      nodes: [
        { op: 'Cast', inputs: ['x'], outputs: ['xb'], attributes: { to: bfloat16 } },
        { op: 'Cast', inputs: ['w'], outputs: ['wb'], attributes: { to: bfloat16 } },
        { op: 'Concat', inputs: ['xb', 'wb'], outputs: ['both'], attributes: { axis: 0 } },
        { op: 'Cast', inputs: ['both'], outputs: ['z'], attributes: { to: 1 } },
        { op: 'Exp', inputs: ['w'], outputs: ['e'] },
        { op: 'Concat', inputs: ['e', 'e'], outputs: ['ee'], attributes: { axis: 0 } },
        { op: 'Add', inputs: ['z', 'ee'], outputs: ['y'] },
      ],
      inputs: [{ name: 'x', shape: [2, 2] }],
      outputs: [{ name: 'y', shape: [4, 2] }],
      initializers: [
        { name: 'w', dims: [2, 2], values: [1, 2, 3, 4] },
        { name: 'unused', dims: [1], values: [1] },
      ],
    });
    const model = output('bfloat16.onnx');
    fs.writeFileSync(model, bytes.slice());
    const result = await optimize(model, pass('clean'));
    const variant = await openModel(result.output);
    expect(variant.graph.nodes.ops.filter(op => op === 'Exp')).toEqual([]);
    expect(variant.graph.nodes.ops).toContain('Concat');
    await variant.close();
  });

  it('quantizes a residual network so that it truly runs in integers and keeps its results', async () => {
    const file = output('resnet.onnx');
    const result = await optimize(fixture('mnist_resnet.onnx'), pass('quantize-static'), {
      output: file,
      evaluationData: fixture('mnist_resnet.eval'),
    });
    expect(result.passes.map(({ id }) => id)).toEqual(['clean', 'quantize-static']);
    expect(result.ranAsInt8).toEqual([15, 15]);
    expect(result.verification).toMatchObject({ inputs: 'held-back', verdict: 'close' });
    expect(result.verification?.sqnrDb).toBeGreaterThan(35);
    expect(result.after.bytes / result.before.bytes).toBeLessThan(0.28);
    const { before, after } = result.verification?.metric ?? { before: { value: 0 }, after: { value: 0 } };
    expect(Math.abs(before.value - after.value)).toBeLessThanOrEqual(0.01);
    expect(result.data).toMatchObject({ kind: 'data', fitted: 51, heldBack: 13 });
  });

  it('a product with an Add of activations behind it truly runs in integers, whatever its tensors are called', async () => {
    const model = output('residual.onnx');
    const nodes = [
      { op: 'MatMul', inputs: ['x', 'w'], outputs: ['m'] },
      { op: 'Add', inputs: ['m', 'x'], outputs: ['product'] },
    ];
    const shape = ['batch', 64];
    const initializers = [{ name: 'w', dims: [64, 64], values: noise(4096) }];
    fs.writeFileSync(
      model,
      buildModel({ nodes, inputs: [{ name: 'x', shape }], outputs: [{ name: 'product', shape }], initializers }).slice(),
    );
    expect((await optimize(model, pass('quantize-static'))).ranAsInt8).toEqual([1, 1]);
  });

  it('writes down where a variant came from', async () => {
    const model = await openModel(output('resnet.onnx'));
    const original = await openModel(fixture('mnist_resnet.onnx'));
    const { metadata } = model.graph.facts;
    expect(metadata.get('layerwise.parent')).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(metadata.get('layerwise.recipe') ?? '')).toEqual({ passes: [{ id: 'quantize-static', parameters: {} }] });
    const origins = model.graph.nodes.ops.flatMap((op, node) => (op === 'Conv' ? [model.graph.provenance.nodeOrigins[node] ?? []] : []));
    expect(origins.map(([conv, norm]) => [original.graph.nodes.ops[conv ?? -1], original.graph.nodes.ops[norm ?? -1]])).toEqual(
      origins.map(() => ['Conv', 'BatchNormalization']),
    );
    await model.close();
    await original.close();
  });

  it('quantizes a transformer dynamically, without its convolution', async () => {
    const result = await optimize(fixture('mnist_vit.onnx'), pass('quantize-dynamic'), { output: output('vit.onnx') });
    expect(result.ranAsInt8).toEqual([25, 25]);
    expect(result.verification?.sqnrDb).toBeGreaterThan(35);
    expect(result.passes.at(-1)?.skipped[0]).toMatchObject({ layer: 0, reason: expect.stringContaining('Conv') as string });
    expect(result.after.bytes / result.before.bytes).toBeLessThan(0.32);
  });

  it('prunes to a share of the MACs and keeps most results', async () => {
    const result = await optimize(sample, pass('prune-channels', { macs: 0.5 }), { output: output('wide.onnx') });
    expect((result.after.macs ?? 0) / (result.before.macs ?? 1)).toBeLessThanOrEqual(0.5);
    expect(result.verification?.top1Agreement?.value).toBeGreaterThan(0.9);
  });

  it('does not blame a variant for outputs that the optimizations of the runtime move as much', async () => {
    const model = output('cancelling.onnx');
    const nodes = [
      { op: 'Mul', inputs: ['x', 's'], outputs: ['scaled'] },
      { op: 'Conv', inputs: ['scaled', 'w', 'b'], outputs: ['c'] },
      { op: 'Mul', inputs: ['c', 't'], outputs: ['large'] },
      { op: 'Sub', inputs: ['large', 'offset'], outputs: ['y'] },
    ];
    // What is left of a difference of values around four million has few digits.
    const initializers = [
      { name: 's', dims: [1, 4, 1, 1], values: [0.7, 1.3, 0.9, 1.1] },
      { name: 'w', dims: [4, 4, 3, 3], values: noise(144) },
      { name: 'b', dims: [4], values: [4e6, 4e6, 4e6, 4e6] },
      { name: 't', dims: [1, 4, 1, 1], values: [1.1, 1.1, 1.1, 1.1] },
      { name: 'offset', dims: [1, 4, 1, 1], values: [4.4e6, 4.4e6, 4.4e6, 4.4e6] },
    ];
    const [inputs, outputs] = [[{ name: 'x', shape: [1, 4, 16, 16] }], [{ name: 'y', shape: [1, 4, 14, 14] }]];
    fs.writeFileSync(model, buildModel({ nodes, inputs, outputs, initializers }).slice());
    const { verification } = await optimize(model, pass('clean'));
    expect(verification?.sqnrDb).toBeLessThan(30);
    expect(verification?.roundingDb).toBeLessThan(30);
    expect(verification?.verdict).toBe('close');
  });

  it('verifies and measures a variant of fixed shapes with inputs of its sizes', async () => {
    const fixed = await optimize(fixture('mnist_resnet.onnx'), pass('fix-shapes', { batch: 4 }), { output: output('fixed.onnx') });
    expect(fixed.verification?.sqnrDb).toBeGreaterThan(100);
    expect((fixed.verification?.samples ?? 1) % 4).toBe(0);
  });

  it('does not crash the runtime with a batch that is turned before a MatMul in float16', async () => {
    const model = output('turned.onnx');
    const nodes = [
      { op: 'Relu', inputs: ['x'], outputs: ['r'] },
      { op: 'Transpose', inputs: ['r'], outputs: ['t'], attributes: { perm: [1, 0, 2] } },
      { op: 'MatMul', inputs: ['t', 'w'], outputs: ['y'] },
    ];
    const values = [{ name: 'x', shape: [2, 8, 64] }];
    const initializers = [{ name: 'w', dims: [64, 64], values: noise(4096) }];
    fs.writeFileSync(model, buildModel({ nodes, inputs: values, outputs: [{ name: 'y', shape: [8, 2, 64] }], initializers }).slice());
    const { passes, verification } = await optimize(model, pass('float16'));
    expect(verification?.verdict).toBe('close');
    expect(passes.at(-1)?.skipped.map(({ layer }) => layer)).toEqual([1]);
  });

  it('verifies and measures a variant that takes and gives float16', async () => {
    const halved = await optimize(fixture('mnist_resnet.onnx'), pass('float16', { 'keep-io': false }), {
      ...{ output: output('half.onnx'), measure: true, rigor: 'quick' },
    });
    expect(halved.verification?.sqnrDb).toBeGreaterThan(40);
    expect(halved.latency?.after.medianMs).toBeGreaterThan(0);
    expect(halved.layerErrors?.length).toBeGreaterThan(5);
    expect(halved.layerErrors?.every(({ localDb }) => localDb > 40)).toBe(true);
  });

  it('runs passes on the results of those before, and cleans only once', async () => {
    const passes = [...pass('prune-channels', { macs: 0.5 }), ...pass('quantize-static')];
    const result = await optimize(fixture('mnist_resnet.onnx'), passes, { output: output('both.onnx') });
    expect(result.passes.map(({ id }) => id)).toEqual(['clean', 'prune-channels', 'quantize-static']);
    expect(result.after.bytes / result.before.bytes).toBeLessThan(0.2);
  });

  it('leaves chosen layers alone, and changes only chosen ones', async () => {
    const without = await optimize(fixture('tabular_mlp.onnx'), [{ id: 'quantize-dynamic', parameters: {}, exclude: [2] }], {
      output: output('a.onnx'),
    });
    expect(without.passes.at(-1)?.skipped).toEqual([{ layer: 2, reason: 'left out by choice' }]);
    const only = await optimize(fixture('tabular_mlp.onnx'), [{ id: 'quantize-dynamic', parameters: {}, only: [4] }], {
      output: output('b.onnx'),
    });
    expect(only.passes.at(-1)?.changedNodes).toBe(1);
  });

  it('measures the variant against the original and says when it does not pay', async () => {
    const result = await optimize(fixture('tabular_mlp.onnx'), pass('quantize-static'), {
      output: output('mlp.onnx'),
      measure: true,
      rigor: 'quick',
    });
    expect(result.latency?.speedup.median).toBeGreaterThan(0);
    // Its inputs differ by a factor of thousands before it normalizes them.
    expect(result.verification?.sqnrDb).toBeGreaterThan(10);
    if (result.latency?.speedup.verdict === 'slower') expect(result.notes[0]).toContain('slower');
  });

  it('names variants by their passes and never overwrites one', async () => {
    const copy = output('model.onnx');
    fs.copyFileSync(fixture('tabular_mlp.onnx'), copy);
    fs.copyFileSync(fixture('tabular_mlp.calib.npz'), output('model.calib.npz'));
    const first = await optimize(copy, pass('quantize-dynamic'));
    const second = await optimize(copy, pass('quantize-dynamic'));
    expect([first.output, second.output].map(file => path.basename(file))).toEqual([
      'model.int8-dynamic.onnx',
      'model.int8-dynamic-2.onnx',
    ]);
    await expect(optimize(copy, pass('clean'), { output: first.output })).rejects.toMatchObject({ reason: 'output-exists' });
  });

  it('refuses unknown passes and parameters before anything is written', async () => {
    const before = fs.readdirSync(folder);
    await expect(optimize(fixture('tabular_mlp.onnx'), pass('quantise'), { output: output('x.onnx') })).rejects.toMatchObject({
      reason: 'usage',
    });
    await expect(optimize(fixture('tabular_mlp.onnx'), pass('clean', { depth: 1 }), { output: output('x.onnx') })).rejects.toMatchObject({
      reason: 'usage',
    });
    const elsewhere = [{ id: 'clean', parameters: {}, exclude: [999] }];
    await expect(optimize(fixture('tabular_mlp.onnx'), elsewhere, { output: output('x.onnx') })).rejects.toThrow('There is no layer 999');
    await expect(
      optimize(fixture('mnist_vit.onnx'), pass('prune-channels', { macs: 0.06 }), { output: output('x.onnx') }),
    ).rejects.toMatchObject({
      reason: 'not-applicable',
    });
    expect(fs.readdirSync(folder)).toEqual(before);
  });

  it('is cancelled without leaving a file', async () => {
    const controller = new AbortController();
    const context = recordedContext(controller.signal);
    const conditions = { dims: {}, threads: 1, seed: 1 };
    const request: OptimizeRequest = {
      ...{ kind: 'optimize', path: sample, output: output('cancelled.onnx'), passes: pass('quantize-static'), conditions },
      ...{ evaluationData: undefined, measure: true, rigor: 'quick' as const, batch: 1 },
    };
    const running = optimizeModel(request, { ...context, progress: () => controller.abort() });
    await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
    expect(fs.existsSync(output('cancelled.onnx'))).toBe(false);
  });
});

describe('dry run', () => {
  it('tells what would happen to each layer, and how many nodes there would be', async () => {
    const plan = await dryRun(
      { kind: 'dryRun', path: fixture('mnist_resnet.onnx'), passes: pass('quantize-static'), dims: {} },
      recordedContext(),
    );
    const written = await openModel(output('resnet.onnx'));
    expect(plan.nodesAfter).toBe(written.graph.nodes.count);
    expect(plan.layers.filter(({ action }) => action === 'change')).toHaveLength(15);
    await written.close();
  });

  it.each<readonly [string, readonly PassCall[]]>([
    ['clean, quantize-static', [...pass('clean'), ...pass('quantize-static')]],
    ['prune-channels, quantize-static', [{ id: 'prune-channels', parameters: { macs: 0.6 } }, ...pass('quantize-static')]],
  ])('of %s says what the real run does', async (name, passes) => {
    const model = fixture('mnist_resnet.onnx');
    const planned = await dryRun({ kind: 'dryRun', path: model, passes, dims: {} }, recordedContext());
    const done = await optimize(model, passes, { output: output(`${name}.onnx`) });
    const facts = (outcomes: readonly PassOutcome[]) =>
      outcomes.map(({ id, parameters, changedNodes, skipped }) => ({ id, parameters, changedNodes, skipped }));
    expect(facts(planned.passes)).toEqual(facts(done.passes));
    expect([planned.pass, planned.nodesBefore, planned.nodesAfter]).toEqual([name, done.before.nodes, done.after.nodes]);
    const quantized = planned.layers.filter(({ precisionAfter }) => precisionAfter === 'int8');
    expect(quantized).toHaveLength(done.ranAsInt8?.[1] ?? 0);
    expect(quantized.some(({ detail }) => /channels, INT8/.test(detail))).toBe(name.startsWith('prune'));
    expect(planned.weightBytes?.before).toBe(done.before.weightBytes);
    expect(Math.abs((planned.weightBytes?.after ?? 0) / done.after.weightBytes - 1)).toBeLessThan(0.02);
    for (const { addedOps, weightBytes } of quantized) {
      expect(Object.keys(addedOps ?? {})).toContain('DequantizeLinear');
      expect(weightBytes?.after).toBeLessThan(weightBytes?.before ?? 0);
    }
    const sum = (of: 'before' | 'after') => quantized.reduce((bytes, { weightBytes }) => bytes + (weightBytes?.[of] ?? 0), 0);
    expect(sum('after')).toBeLessThan(0.3 * sum('before'));
    // Of 32 × 1 × 3 × 3 weights: a byte each, and per channel two scales of floats, a bias of int32 and a zero point, beside scale and zero point of the activations.
    if (!name.startsWith('prune')) expect(quantized[0]?.weightBytes).toEqual({ before: 1152, after: 288 + 32 * (4 + 4 + 4 + 1) + 5 });
  });
});
