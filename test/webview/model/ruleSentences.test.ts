import { describe, expect, test } from 'vitest';
import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { Suggestion } from '../../../src/shared/report/suggestion';
import { aroundIt, layoutChanges, otherProvider, spread } from '../../../webview/views/details/aroundRules';
import { expectedLimit } from '../../../webview/views/details/expectedLimit';
import { kernelAmounts } from '../../../webview/views/details/kernelAmounts';
import { layerMeasures, type LayerMeasures } from '../../../webview/views/details/layerMeasures';
import { offerNote } from '../../../webview/views/details/offerNote';
import { comparedSpeed, isLikePeers, likeNeighbors, shareOfLimit } from '../../../webview/views/details/peerRules';
import { byteRateText, flopRateText } from '../../../webview/views/details/rates';
import type { Sentence } from '../../../webview/views/details/sentence';
import { copies, fewPositions, tiledTransposedConv, unalignedChannels } from '../../../webview/views/details/shapeRules';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import type { LayerModel } from '../../../webview/views/model/layerModel';
import { SUGGESTIONS } from '../fixtures/optimizeFixtures';
import { recordedModel } from '../fixtures/recordedModel';
import { sampleRoofline } from '../fixtures/sampleRoofline';

const { view, profile } = recordedModel('resnet50');
const model = buildLayerModel(view, profile, 'kernels');
const placed = buildLayerModel(view, profile, 'kernels', { roofline: sampleRoofline(view, profile, -1) });

function indexOf(name: string): number {
  return model.layers.findIndex(layer => layer.name === name);
}

function kernelsChanged(change: (kernel: Kernel) => Partial<Kernel>, more: Partial<Profile> = {}): LayerModel {
  const kernels = profile.kernels.map(kernel => ({ ...kernel, ...change(kernel) }));
  return buildLayerModel(view, { ...profile, ...more, kernels }, 'kernels');
}

/** A Conv of 2 ms and 200 MFLOP that moves 20 MB, with what a test is about. */
function measures(change: Partial<LayerMeasures> = {}): LayerMeasures {
  const known = layerMeasures(model, indexOf('layer4.0.conv2'));
  if (known === undefined) throw new Error('It was measured.');
  const amounts = { timeMs: 2, flops: 200e6, movedBytes: 20e6, outputBytes: 8e6, weightBytes: 4e6, satellites: 0, satelliteMs: 0 };
  return { ...known, ...amounts, outputChannels: 64, outputPositions: 196, ofLimit: NaN, bound: undefined, ...change };
}

function texts(found: readonly Sentence[]): readonly string[] {
  return found.map(sentence => sentence.map(part => (typeof part === 'string' ? part : part.strong)).join(''));
}

describe('kernels around a layer', () => {
  test('are told from 60 % of it on, with a factor only where that says more', () => {
    expect(aroundIt(measures({ satellites: 2, satelliteMs: 1.2 }))).toEqual([]);
    expect(texts(aroundIt(measures({ satellites: 2, satelliteMs: 1.3 })))).toEqual(['The 2 kernels around it take 1.30\u202fms.']);
    expect(texts(aroundIt(measures({ satellites: 1, satelliteMs: 1.3 })))).toEqual(['The kernel around it takes 1.30\u202fms.']);
    expect(texts(aroundIt(measures({ satellites: 1, satelliteMs: 4 })))).toEqual([
      'The kernel around it takes 4.00\u202fms, 2.0× the Conv itself.',
    ]);
  });

  test('are told as added by the runtime from a tenth on, above the floor', () => {
    const own = measures();
    const [first] = profile.kernels.filter(({ added }) => added);
    const adding = (medianMs: number, floorMs = 0.02) =>
      texts(
        layoutChanges(
          kernelsChanged(kernel => (kernel.id === first?.id ? { anchor: own.node, medianMs } : {}), { floorMs }),
          own,
        ),
      );
    expect(adding(0.19)).toEqual([]);
    expect(adding(0.3)).toEqual(['A layout change that the runtime added for it takes 300\u202fµs, 15\u202f% of its own time.']);
    expect(adding(0.3, 0.5)).toEqual([]);
  });
});

test('another provider is told only where it is known which was asked for', () => {
  const elsewhere = measures({ kernel: { ...measures().kernel, provider: 'XnnpackExecutionProvider' } });
  expect(texts(otherProvider(model, elsewhere))).toEqual(['Ran on Xnnpack: CPU did not take this Conv.']);
  const imported = kernelsChanged(() => ({}), { environment: { ...profile.environment, provider: 'unknown' } });
  expect(otherProvider(imported, elsewhere)).toEqual([]);
  expect(otherProvider(model, measures({ kernel: { ...measures().kernel, provider: '' } }))).toEqual([]);
});

test('a spread is told above 15 %', () => {
  const between = (lowMs: number, highMs: number) =>
    texts(spread(measures({ kernel: { ...measures().kernel, medianMs: 2, lowMs, highMs } })));
  expect(between(1.7, 2.3)).toEqual([]);
  expect(between(1.6, 2.4)).toEqual(['Its time is known to ±20\u202f% only: it varies from run to run.']);
});

describe('shapes', () => {
  test('with few positions are told of convolutions with many weights', () => {
    expect(texts(fewPositions(measures({ outputPositions: 1 })))).toEqual([
      'Each of its 4.00\u202fMB of weights is used for one output position.',
    ]);
    expect(texts(fewPositions(measures({ outputPositions: 64 })))).toHaveLength(1);
    for (const none of [
      { outputPositions: 65 },
      { outputPositions: 1, weightBytes: 0.9e6 },
      { outputPositions: 1, op: 'Gemm' },
      { outputPositions: undefined },
    ])
      expect(fewPositions(measures(none))).toEqual([]);
  });

  test('off the width of the lanes are told of convolutions', () => {
    expect(texts(unalignedChannels(measures({ outputChannels: 62 })))).toEqual([
      '62 output channels are not a multiple of 16: the last block of lanes is not full.',
    ]);
    for (const none of [{ outputChannels: 64 }, { outputChannels: 62, op: 'MatMul' }, { outputChannels: undefined }])
      expect(unalignedChannels(measures(none))).toEqual([]);
  });

  test('that are only copied have their rate, if it is known what is written', () => {
    expect(texts(copies(measures({ op: 'Concat' })))).toEqual(['No arithmetic: it copies. Writes 8.00\u202fMB at 4.00 GB/s.']);
    expect(texts(copies(measures({ op: 'Upsample' })))).toEqual(['Writes 8.00\u202fMB at 4.00 GB/s.']);
    expect(copies(measures({ op: 'Concat', outputBytes: NaN }))).toEqual([]);
    expect(tiledTransposedConv(measures({ tiles: false }))).toEqual([]);
  });
});

describe('others of its kind', () => {
  const peers = (...rates: readonly number[]) => rates.map(rate => measures({ flops: rate * 2e6 }));

  test('are three at least, and like it within a fifth of their median', () => {
    expect(isLikePeers(measures(), peers(100, 100))).toBe(false);
    expect(isLikePeers(measures(), peers(85, 119, 400))).toBe(true);
    expect(isLikePeers(measures(), peers(85, 121, 400))).toBe(false);
    expect(isLikePeers(measures(), peers(NaN, 100, 100))).toBe(true);
  });

  test('are told where they are better from 1.2 times on, never where they are slower', () => {
    const { kind } = measures();
    expect(texts(comparedSpeed(model, measures(), peers(121, 121, 121)))).toEqual([
      `Reaches 100 GFLOP/s; the other 3 ${kind} layers reach 121.`,
    ]);
    expect(texts(comparedSpeed(model, measures(), peers(50, 50, 50)))).toEqual(['Reaches 100 GFLOP/s.']);
    expect(texts(comparedSpeed(model, measures(), peers(200, 200)))).toEqual(['Reaches 100 GFLOP/s.']);
    expect(comparedSpeed(model, measures({ flops: NaN }), peers(200, 200, 200))).toEqual([]);
  });
});

test('neighbors are those with a share of the roofline that is like its own', () => {
  const index = indexOf('layer4.0.conv2');
  const own = layerMeasures(placed, index);
  const reaching = (ofLimit: number) => texts(likeNeighbors(placed, index, measures({ ...own, ofLimit })));
  const limits = [-2, -1, 1, 2].map(step => layerMeasures(placed, index + step)?.ofLimit ?? NaN).filter(Number.isFinite);
  expect(reaching(NaN)).toEqual([]);
  if (limits.length > 0) expect(reaching(100)).toEqual([]);
  expect(texts(shareOfLimit(measures({ ofLimit: 0.4 })))).toEqual(['Reaches 40\u202f% of roofline.']);
  expect(shareOfLimit(measures())).toEqual([]);
});

describe('rates', () => {
  test('are held against the roof of their type', () => {
    const roofs = placed.roofline?.plot?.roofs;
    const integerRoof = Number(((roofs?.int8FlopPerSecond ?? NaN) / 1e9).toPrecision(3));
    expect(flopRateText(placed, measures({ ofLimit: 0.5, bound: 'compute' }))).toBe(
      '{strong}, 50\u202f% of the 285 measured on this machine',
    );
    expect(flopRateText(placed, measures({ ofLimit: 0.5, bound: 'compute', integer: true }))).toContain(`of the ${integerRoof}`);
    expect(flopRateText(placed, measures({ ofLimit: 0.5, bound: 'memory' }))).toBe(
      '{strong}, 50\u202f% of what memory allows at 10.0 FLOP per byte',
    );
    expect(flopRateText(model, measures({ ofLimit: 0.5, bound: 'compute' }))).toBe('{strong}');
  });

  test('of bytes are held against the memory only where that sets the limit', () => {
    expect(byteRateText(placed, measures({ ofLimit: 0.5, bound: 'memory' }))).toBe(
      '{strong}, 50\u202f% of the 14.0 measured on this machine',
    );
    expect(byteRateText(placed, measures({ ofLimit: 1.2, bound: 'memory' }))).toContain('its input is still in the cache');
    expect(byteRateText(placed, measures({ ofLimit: 0.5, bound: 'compute' }))).toBe('{strong}');
  });
});

test('a kernel outside of the plot has the sum of its FLOPs, and bytes only where it covers one node', () => {
  const [kernel] = profile.kernels.filter(({ anchor }) => anchor === measures().node);
  if (kernel === undefined) throw new Error('It has a kernel.');
  const flops = view.analysis.columns.find(({ id }) => id === 'flops')?.values ?? [];
  const sum = kernel.covers.reduce((total, node) => total + (flops[node] ?? NaN), 0);
  expect(kernelAmounts(model, kernel)).toMatchObject({ flops: sum, integer: false });
  expect(kernelAmounts(model, { ...kernel, covers: [0, 1] }).bytes).toBeNaN();
  expect(kernelAmounts(model, { ...kernel, covers: [measures().node] }).bytes).toBeGreaterThan(0);
});

test('what is expected of a layer that memory limits says so, also without arithmetic', () => {
  const sample = sampleRoofline(view, profile, -1);
  const { node } = measures();
  const predictedMs = { low: 1, high: 2, basis: 'estimated' } as const;
  const expected = (work: Partial<NonNullable<typeof sample.plot>['work']>) => {
    if (sample.plot === undefined) throw new Error('It has a plot.');
    const plot = { ...sample.plot, work: { ...sample.plot.work, ...work } };
    const layers = [{ node, roofline: { bound: 'memory', limitMs: 1, ofLimit: null, predictedMs } as const }];
    return texts(expectedLimit(buildLayerModel(view, undefined, 'layers', { roofline: { ...sample, plot, layers } }), layerOf(node)));
  };
  expect(expected({})).toEqual([
    expect.stringMatching(/^Expected: 1\.00\u202fms – 2\.00\u202fms\. Memory sets the limit: [\d.]+ FLOP per byte, below/),
  ]);
  expect(expected({ nodes: new Int32Array(0) })).toEqual(['Expected: 1.00\u202fms – 2.00\u202fms. Memory sets the limit.']);
});

function layerOf(node: number): number {
  return buildLayerModel(view, undefined, 'layers').layers.findIndex(layer => layer.nodes.includes(node));
}

describe('what is known of an offer', () => {
  const layer = model.layers[indexOf('layer4.0.conv2')]!;
  const [quantize] = SUGGESTIONS.offered as readonly [Suggestion];
  const gain = { metric: 'latencyMs', before: 4, low: 1, high: 2, basis: 'estimated', from: '' } as const;

  test('is measured before it is estimated, and an estimate says of how many layers it is', () => {
    expect(offerNote(model, layer, { ...quantize, gain }, 'measured in int8: 1 ms')).toMatch(/^measured in int8: 1 ms · /);
    expect(offerNote(model, layer, { ...quantize, gain, layers: [1] }, undefined)).toMatch(
      /^estimated 4\.00\u202fms → 1\.00\u202fms – 2\.00\u202fms here · /,
    );
    expect(offerNote(model, layer, { ...quantize, gain, layers: [1, 2] }, undefined)).toContain(' with 2 layers · ');
  });

  test('says so where there is no estimate, and counts kernels that a clean-up takes out beside the anchor', () => {
    const without: Suggestion = { ...quantize, gain: undefined };
    expect(offerNote(model, layer, without, undefined)).toMatch(/^no estimate · /);
    const clean: Suggestion = { ...without, pass: 'clean', layers: layer.nodes };
    const twice = { ...layer, kernels: [...layer.kernels, layer.anchorKernel], anchorKernel: -1 };
    expect(offerNote(model, twice, clean, undefined)).toContain('2 kernels, ');
    expect(offerNote(model, layer, clean, undefined)).not.toContain('kernel');
  });
});
