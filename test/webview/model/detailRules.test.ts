import { expect, test } from 'vitest';
import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import type { RooflineView } from '../../../src/shared/report/roofline';
import { satelliteRows } from '../../../webview/views/details/satelliteRows';
import type { Sentence } from '../../../webview/views/details/sentence';
import { skippedHere } from '../../../webview/views/details/skippedHere';
import { whySlow } from '../../../webview/views/details/whySlow';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import type { LayerModel } from '../../../webview/views/model/layerModel';
import { recordedModel, type RecordingName } from '../fixtures/recordedModel';
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
  expect(speed).toMatch(/^Reaches .* like the other \d+ Conv layers/);
  expect(provider).toBe('Ran on Xnnpack: CPU did not take this Conv.');
});

test('layout changes that the runtime added for a layer are told with their share', () => {
  expect(sentences(modelOf('textDetection'), 'stage1.0.pw').join(' ')).toMatch(
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
  expect(sentences(modelOf('textDetection'), 'stage1.0.dw3×3')[0]).toMatch(
    /^Depthwise: [\d.]+ FLOP per byte, so memory sets the limit\. It moves 13\.1\u202fMB/,
  );
});

test('kernels around a layer that cost more than itself are told', () => {
  expect(sentences(modelOf('textDetection'), 'stage1.0.pw')).toContain('The 10 kernels around it take 6.70\u202fms, 12× the Conv itself.');
});

test('copies are told as copies', () => {
  expect(sentences(modelOf('textDetection'), 'neck.up4.resize')[0]).toMatch(/^No arithmetic: it copies\. Writes /);
});

test('nothing is said before a run', () => {
  const { view } = recordedModel('resnet50');
  expect(whySlow(buildLayerModel(view, undefined, 'layers'), 0)).toEqual([]);
});

test('a depthwise convolution says why it stays in float', () => {
  const model = modelOf('textDetection');
  const skippedIn = (name: string) => {
    const layer = model.layers.find(found => found.name === name);
    return layer === undefined ? undefined : skippedHere(model, layer, []);
  };
  expect(skippedIn('stage1.0.dw3×3')).toEqual({
    title: 'INT8 is skipped here',
    why: '9.0 products for each output: converting to integers and back costs more than it saves.',
  });
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
