import { expect, test } from 'vitest';
import type { TensorFacts } from '../../../src/shared/report/analysis';
import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import type { RooflineView } from '../../../src/shared/report/roofline';
import type { Suggestion } from '../../../src/shared/report/suggestion';
import { satelliteRows } from '../../../webview/views/details/satelliteRows';
import type { Sentence } from '../../../webview/views/details/sentence';
import { skippedHere } from '../../../webview/views/details/skippedHere';
import { whySlow } from '../../../webview/views/details/whySlow';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import type { LayerModel } from '../../../webview/views/model/layerModel';
import { recordedModel, type RecordingName } from '../fixtures/recordedModel';
import { SUGGESTIONS } from '../fixtures/optimizeFixtures';
import { sampleRoofline } from '../fixtures/sampleRoofline';

function modelOf(name: RecordingName): LayerModel {
  const { view, profile } = recordedModel(name);
  return buildLayerModel(view, profile, name === 'resnet50' ? 'kernels' : 'layers');
}

/** The same on a machine that was measured: 285 GFLOP/s and 14 GB/s. */
function placed(model: LayerModel, change: (kernel: Kernel) => Kernel = kernel => kernel): LayerModel {
  const { view, profile, unit } = model;
  if (profile === undefined) throw new Error('The model has a profile.');
  const changed = { ...profile, kernels: profile.kernels.map(change) };
  return buildLayerModel(view, changed, unit, { roofline: roofs(view, changed) });
}

/** Every kernel held against the roofs of the sample. */
function roofs(view: ModelView, profile: Profile): RooflineView {
  const sample = sampleRoofline(view, profile, -1);
  const valuesOf = (id: string) => view.analysis.columns.find(column => column.id === id)?.values ?? [];
  const [flops, bytes] = [valuesOf('flops'), valuesOf('trafficBytes')];
  const layers = profile.kernels.flatMap(({ anchor, medianMs }) => {
    if (anchor === undefined) return [];
    const [computeMs, memoryMs] = [(flops[anchor] ?? 0) / 285e6, (bytes[anchor] ?? 0) / 14e6];
    const limitMs = Math.max(computeMs, memoryMs);
    const bound = computeMs >= memoryMs ? ('compute' as const) : ('memory' as const);
    return limitMs > 0 ? [{ node: anchor, roofline: { bound, limitMs, ofLimit: limitMs / medianMs } }] : [];
  });
  return { ...sample, layers };
}

function sentences(model: LayerModel, name: string): readonly string[] {
  return texts(
    whySlow(
      model,
      model.layers.findIndex(layer => layer.name === name),
    ),
  );
}

function texts(found: readonly Sentence[]): readonly string[] {
  return found.map(sentence => sentence.map(part => (typeof part === 'string' ? part : part.strong)).join(''));
}

function kernelOf(model: LayerModel, name: string): Kernel {
  const layer = model.layers.find(found => found.name === name);
  const kernel = model.profile?.kernels[layer?.anchorKernel ?? -1];
  if (kernel === undefined) throw new Error(`No kernel of ${name}`);
  return kernel;
}

function nodeOf(model: LayerModel, name: string): number {
  return model.layers.find(layer => layer.name === name)?.node ?? -1;
}

function changedView({ view, profile, unit }: LayerModel, change: (view: ModelView) => ModelView): LayerModel {
  return buildLayerModel(change(view), profile, unit);
}

function changedOutput({ analysis, outputs, outputStart }: ModelView, node: number, facts: Partial<TensorFacts>): readonly TensorFacts[] {
  const written = outputs[outputStart[node] ?? -1];
  return analysis.tensors.map((tensor, id) => (id === written ? { ...tensor, ...facts } : tensor));
}

/** A node reads one more tensor. */
function withInput(view: ModelView, node: number, tensor: number): ModelView {
  const end = view.inputStart[node + 1] ?? 0;
  const inputs = Int32Array.from([...view.inputs.subarray(0, end), tensor, ...view.inputs.subarray(end)]);
  return { ...view, inputs, inputStart: view.inputStart.map((start, position) => (position > node ? start + 1 : start)) };
}

test('a convolution slower than its kind is compared with it, and few positions are told', () => {
  const [speed, positions] = sentences(modelOf('resnet50'), 'layer4.0.conv2');
  expect(speed).toMatch(/^Reaches 113 GFLOP\/s; the other 15 Conv 3×3 layers reach \d+\.$/);
  expect(positions).toBe('Each of its 9.44\u202fMB of weights is used for only 49 output positions.');
});

test('one like its kind is nothing unusual, without a reproach', () => {
  expect(sentences(modelOf('resnet50'), 'layer3.1.conv1')).toEqual([
    expect.stringMatching(/^Nothing unusual: .*like the other \d+ Conv layers/),
  ]);
});

test('what a convolution reaches is held against the roof that was measured here', () => {
  const [speed] = sentences(placed(modelOf('resnet50')), 'layer4.0.conv2');
  expect(speed).toMatch(/^Reaches 113 GFLOP\/s, 40\u202f% of the 285 measured on this machine; the other 15 Conv 3×3 layers reach \d+\.$/);
});

test('a convolution that memory limits is held against what memory allows, and one above it is in the cache', () => {
  const model = placed(modelOf('textDetection'));
  const bound = model.layers.findIndex(({ node }, index) => {
    const limit = model.roofline?.layers.find(layer => layer.node === node)?.roofline;
    return limit?.bound === 'memory' && model.view.nodeOps[node] === 'Conv' && texts(whySlow(model, index))[0]?.includes('memory allows');
  });
  expect(texts(whySlow(model, bound))[0]).toMatch(/GFLOP\/s, (\d+\u202f% of what|more than) memory allows at [\d.]+ FLOP per byte/);
});

test('one like its kind is not reproached with few positions, nor with channels', () => {
  const name = 'layer4.0.conv2';
  const model = modelOf('resnet50');
  const { anchor } = kernelOf(model, name);
  // As fast as the others of its kind: 2.04 ms at 113 GFLOP/s, and they reach about 155.
  const even = placed(model, kernel => (kernel.anchor === anchor ? { ...kernel, medianMs: 1.5, lowMs: 1.49, highMs: 1.51 } : kernel));
  expect(sentences(even, name)).toEqual([
    expect.stringMatching(/^Nothing unusual: 154 GFLOP\/s, 54\u202f% of the 285 measured on this machine, like/),
  ]);
});

test('a layer without others of its kind is held against its neighbors, whatever is left to say', () => {
  const model = placed(modelOf('resnet50'));
  const all = model.layers.flatMap((_, index) => texts(whySlow(model, index)));
  expect(model.layers.every((layer, index) => layer.node < 0 || whySlow(model, index).length > 0)).toBe(true);
  expect(all.filter(text => text.startsWith('Nothing unusual'))).not.toHaveLength(0);
});

test('a layer at the floor is nothing unusual', () => {
  const model = modelOf('resnet50');
  const { anchor } = kernelOf(model, 'layer3.1.conv1');
  const tiny = placed(model, kernel => (kernel.anchor === anchor ? { ...kernel, medianMs: 0.01, lowMs: 0.01, highMs: 0.01 } : kernel));
  expect(sentences(tiny, 'layer3.1.conv1')).toEqual(['Nothing unusual: at most 20\u202fµs.']);
});

test('a kernel that ran on another provider is not called usual', () => {
  const model = modelOf('resnet50');
  const { anchor } = kernelOf(model, 'layer3.1.conv1');
  const elsewhere = placed(model, kernel => (kernel.anchor === anchor ? { ...kernel, provider: 'XnnpackExecutionProvider' } : kernel));
  const [speed, provider] = sentences(elsewhere, 'layer3.1.conv1');
  // Neither held against kernels of the CPU provider, nor against roofs that were measured with it.
  expect(speed).toBe('Reaches 156 GFLOP/s.');
  expect(provider).toBe('Ran on Xnnpack: CPU did not take this Conv.');
});

test('layout changes that the runtime added for a layer are told with their share', () => {
  const model = modelOf('textDetection');
  const { anchor } = kernelOf(model, 'stage1.0.pw');
  const alone = placed(model, kernel =>
    kernel.anchor === anchor && !kernel.added ? kernel : { ...kernel, medianMs: kernel.added ? 0.1 : 0 },
  );
  expect(sentences(alone, 'stage1.0.pw').join(' ')).toMatch(
    /2 layout changes that the runtime added for it take [\d.]+\u202f(ms|µs), \d+\u202f% of its own time\./,
  );
});

test('bytes are held against the memory that was measured', () => {
  expect(sentences(placed(modelOf('textDetection')), 'stage1.0.dw3×3')[0]).toMatch(
    /It moves 13\.1\u202fMB at [\d.]+ GB\/s, (\d+\u202f% of the 14\.0 measured on this machine|more than the 14\.0 of the memory)/,
  );
});

test('a transposed convolution whose kernel is its stride is told what it is, and what stayed behind it', () => {
  const model = modelOf('textDetection');
  const index = model.layers.findIndex(({ node }) => model.view.nodeOps[node] === 'ConvTranspose');
  const found = texts(whySlow(model, index));
  expect(found).toContain('Its kernel equals its stride: it is a 1×1 Conv and a rearrangement.');
  expect(found.join(' ')).toMatch(/BatchNormalization and Relu behind it were not fused into it and take /);
});

test('nothing is reproached behind an output of the model, nor a residual sum', () => {
  const model = modelOf('textDetection');
  const index = model.layers.findIndex(({ node }) => model.view.nodeOps[node] === 'ConvTranspose');
  const { node = -1 } = model.layers[index] ?? {};
  const { outputs, outputStart, inputs, inputStart } = model.view;
  const written = outputs[outputStart[node] ?? -1] ?? -1;
  const isOutput = changedView(model, view => ({
    ...view,
    analysis: { ...view.analysis, outputs: [...view.analysis.outputs, ...view.analysis.tensors.slice(written, written + 1)] },
  }));
  expect(texts(whySlow(isOutput, index)).join(' ')).not.toContain('behind it');
  const reader = inputStart.findLastIndex(start => start <= inputs.indexOf(written));
  const residual = changedView(model, view => withInput({ ...view, nodeOps: view.nodeOps.with(reader, 'Add') }, reader, outputs[0] ?? -1));
  expect(texts(whySlow(residual, index)).join(' ')).not.toContain('behind it');
});

test('a kernel of several nodes is held to the work of all of them, and its bytes are told only from the plot', () => {
  const model = modelOf('textDetection');
  const [own, other] = [nodeOf(model, 'stage1.0.dw3×3'), nodeOf(model, 'stage1.0.pw')];
  const merged = placed(model, kernel => (kernel.anchor === own ? { ...kernel, covers: [own, other] } : kernel));
  const unplaced = buildLayerModel(merged.view, merged.profile, merged.unit);
  expect(sentences(unplaced, 'stage1.0.dw3×3').join(' ')).not.toContain('It moves');
  const work = merged.roofline?.plot?.work;
  const place = work?.nodes.indexOf(own) ?? -1;
  if (work === undefined || merged.roofline?.plot === undefined) throw new Error('It has a plot.');
  const bytes = work.bytes.map((value, position) => (position === place ? 5e6 : value));
  const roofline = { ...merged.roofline, plot: { ...merged.roofline.plot, work: { ...work, bytes } } };
  const drawn = buildLayerModel(merged.view, merged.profile, merged.unit, { roofline });
  expect(sentences(drawn, 'stage1.0.dw3×3')[0]).toContain('It moves 5.00\u202fMB');

  const name = 'layer4.0.conv2';
  const resnet = modelOf('resnet50');
  const convolution = kernelOf(resnet, name);
  const twice = nodeOf(resnet, 'layer4.1.conv2');
  const together = placed(resnet, kernel => (kernel === convolution ? { ...kernel, covers: [...kernel.covers, twice] } : kernel));
  const [speed] = sentences(buildLayerModel(together.view, together.profile, together.unit), name);
  expect(speed).toMatch(/^Reaches 227 GFLOP\/s/);
});

test('layers are compared with kernels of their own type above the floor alone', () => {
  const model = modelOf('resnet50');
  const own = kernelOf(model, 'layer4.0.conv2');
  const others = (change: Partial<Kernel>) =>
    sentences(
      placed(model, kernel => (kernel === own ? kernel : { ...kernel, ...change })),
      'layer4.0.conv2',
    )[0];
  expect(others({ op: 'QLinearConv' })).not.toContain('the other');
  expect(others({ medianMs: 0.01 })).not.toContain('the other');
  expect(others({})).toContain('the other 15');
});

test('a recurrent layer is told by its arithmetic', () => {
  const model = modelOf('resnet50');
  const node = nodeOf(model, 'layer4.0.conv2');
  const recurrent = changedView(model, view => ({ ...view, nodeOps: view.nodeOps.with(node, 'LSTM') }));
  expect(sentences(recurrent, 'layer4.0.conv2')[0]).toBe('Reaches 113 GFLOP/s.');
});

test('casts that the runtime added are not called layout changes', () => {
  const model = modelOf('textDetection');
  const { anchor } = kernelOf(model, 'stage1.0.pw');
  const cast = placed(model, kernel => {
    if (kernel.added) return { ...kernel, op: 'Cast', medianMs: 0.1 };
    return kernel.anchor === anchor ? kernel : { ...kernel, medianMs: 0 };
  });
  expect(sentences(cast, 'stage1.0.pw').join(' ')).toMatch(/2 kernels that the runtime added for it take/);
});

test('before a run the limit is told as expected, with its range', () => {
  const { view, profile } = recordedModel('resnet50');
  const { layers, ...sample } = roofs(view, profile);
  const predicted = layers.map(({ node, roofline: { bound, limitMs } }) => ({
    node,
    roofline: { bound, limitMs, ofLimit: null, predictedMs: { low: limitMs, high: 2 * limitMs, basis: 'estimated' as const } },
  }));
  const model = buildLayerModel(view, undefined, 'layers', { roofline: { ...sample, layers: predicted } });
  expect(sentences(model, 'layer4.0.conv2')).toEqual([
    expect.stringMatching(
      /^Expected: 811\u202fµs – 1\.62\u202fms\. Computing sets the limit: 23\.\d FLOP per byte, above 20\.4, where memory would\.$/,
    ),
  ]);
});

test('depthwise convolutions are measured by bytes', () => {
  expect(sentences(modelOf('textDetection'), 'stage1.0.dw3×3')[0]).toMatch(/^Depthwise: 2\.25 FLOP per byte\. It moves 13\.1\u202fMB/);
  expect(sentences(placed(modelOf('textDetection')), 'stage1.0.dw3×3')[0]).toMatch(
    /^Depthwise: [\d.]+ FLOP per byte, so memory sets the limit\. It moves 13\.1\u202fMB/,
  );
});

test('kernels around a layer that cost more than itself are told', () => {
  expect(sentences(modelOf('textDetection'), 'stage1.0.pw')).toContain('The 10 kernels around it take 6.70\u202fms, 12× the Conv itself.');
});

test('copies are told as copies', () => {
  const model = modelOf('textDetection');
  const node = nodeOf(model, 'neck.up4.resize');
  expect(sentences(model, 'neck.up4.resize')[0]).toMatch(/^Writes 9\.83\u202fMB at /);
  const transposed = changedView(model, view => ({ ...view, nodeOps: view.nodeOps.with(node, 'Transpose') }));
  expect(sentences(transposed, 'neck.up4.resize')[0]).toMatch(/^No arithmetic: it copies\. Writes 9\.83\u202fMB at /);
});

test('what a copy writes is counted by its type, and is not told where it is not known', () => {
  const model = modelOf('textDetection');
  const node = nodeOf(model, 'neck.up4.resize');
  const written = (facts: Partial<TensorFacts>) =>
    sentences(
      changedView(model, view => ({ ...view, analysis: { ...view.analysis, tensors: changedOutput(view, node, facts) } })),
      'neck.up4.resize',
    )[0];
  expect(written({ dtype: 'bool' })).toMatch(/^Writes 2\.46\u202fMB at /);
  expect(written({ dtype: 'float8e4m3fn' })).toMatch(/^Writes 2\.46\u202fMB at /);
  expect(written({ shape: undefined }) ?? '').not.toContain('Writes');
});

test('nothing is said before a run', () => {
  const { view } = recordedModel('resnet50');
  expect(whySlow(buildLayerModel(view, undefined, 'layers'), 0)).toEqual([]);
});

test('a depthwise convolution says why it stays in float', () => {
  const model = modelOf('textDetection');
  const [quantize] = SUGGESTIONS.offered;
  if (quantize === undefined) throw new Error('No suggestion');
  const skippedIn = (name: string, offered: readonly Suggestion[] = []) => {
    const layer = model.layers.find(found => found.name === name);
    return layer === undefined ? undefined : skippedHere(model, layer, offered);
  };
  expect(skippedIn('stage1.0.dw3×3')).toEqual({
    title: 'INT8 is not a gain here by itself',
    why: '9 products for each output, so few that conversions cost more. It follows its neighbors into INT8.',
  });
  expect(skippedIn('stage1.0.dw3×3', [quantize])).toBeUndefined();
  expect(skippedIn('stage1.0.pw')).toBeUndefined();
});

test('satellites are named by pattern', () => {
  const model = modelOf('textDetection');
  const index = model.layers.findIndex(({ name }) => name === 'stage1.0.pw');
  const rows = satelliteRows(model, index).map(({ name, kernels }) => `${name} ${kernels}`);
  expect(rows).toEqual(['layout change 2', 'scale, shift 4', 'HardSwish 4']);
});

test('satellites below the floor share a row with their true sum', () => {
  const model = modelOf('encoder');
  const index = model.layers.findIndex(({ name }) => name === 'layer.0.intermediate.dense');
  const [row] = satelliteRows(model, index);
  expect(row).toMatchObject({ name: '2 reshapes', isTiny: true });
  expect(row?.timeMs).toBeGreaterThan(0);
});
