import { describe, expect, test } from 'vitest';
import { uniformColumn } from '../../../src/shared/report/column';
import type { Profile } from '../../../src/shared/report/latency';
import type { TensorLives } from '../../../src/shared/report/tensorLives';
import { tickTexts } from '../../../webview/ui/tickTexts';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { heatScale } from '../../../webview/views/model/heatScale';
import type { LayerColumn, LayerModel } from '../../../webview/views/model/layerModel';
import { flameAt, flameRows } from '../../../webview/views/timeline/flameRows';
import { groupSpans } from '../../../webview/views/timeline/groupSpans';
import { operatorRows } from '../../../webview/views/timeline/operatorRows';
import { rangeSum } from '../../../webview/views/timeline/rangeSum';
import { aliveAt, stepMemory } from '../../../webview/views/timeline/stepMemory';
import { stepBars } from '../../../webview/views/timeline/timelineBars';
import type { TimelineFrame } from '../../../webview/views/timeline/timelineFrame';
import { spanAfterKey } from '../../../webview/views/timeline/timelineKeys';
import { stepAt, stepOfLayer, timelineSteps } from '../../../webview/views/timeline/timelineSteps';
import { timelineTracks } from '../../../webview/views/timeline/timelineTracks';
import { panSpan, zoomSpan } from '../../../webview/views/timeline/zoomSpan';
import { recordedModel, type RecordingName } from '../fixtures/recordedModel';
import { sampleLives } from '../fixtures/sampleLives';

function kernelsOf(name: RecordingName): LayerModel {
  const { view, profile } = recordedModel(name);
  return buildLayerModel(view, profile, 'kernels');
}

function columnOf(model: LayerModel, id: string): LayerColumn {
  const column = model.columns.get(id);
  if (column === undefined) throw new Error(`No ${id}`);
  return column;
}

describe('steps', () => {
  test('are kernels in the order in which they ran, as long as they took', () => {
    const model = kernelsOf('textDetection');
    const steps = timelineSteps(model, model, 'time');
    const ran = Array.from(steps.layers, layer => model.layers[layer]?.kernels[0]);
    expect(ran).toEqual(model.profile?.kernels.map((_, kernel) => kernel));
    expect(steps.starts.at(-1)).toBeCloseTo(columnOf(model, 'latencyMs').total, 6);
    expect(steps.betweenMs).toBeGreaterThan(0);
    expect(steps.end).toBeCloseTo(model.profile?.latency.medianMs ?? NaN, 6);
    expect(stepAt(steps, (steps.starts[7] ?? 0) + 1e-6)).toBe(7);
    expect([stepAt(steps, -1), stepAt(steps, steps.end)]).toEqual([-1, -1]);
    expect(stepOfLayer(steps, steps.layers[9] ?? -1)).toBe(9);
  });

  test('are equal over the execution index, and time between kernels has no place there', () => {
    const model = kernelsOf('resnet50');
    const steps = timelineSteps(model, model, 'index');
    expect([steps.end, steps.betweenMs, steps.isTime]).toEqual([58, 0, false]);
  });

  test('hide what lies between kernels while it is less than one percent', () => {
    const { view, profile } = recordedModel('resnet50');
    const quick: Profile = { ...profile, latency: { ...profile.latency, residualMs: 0.005 * profile.latency.medianMs } };
    const model = buildLayerModel(view, quick, 'kernels');
    expect(timelineSteps(model, model, 'time').betweenMs).toBe(0);
  });

  test('know the layers of the other views', () => {
    const { view, profile } = recordedModel('textDetection');
    const page = buildLayerModel(view, profile, 'layers');
    const model = kernelsOf('textDetection');
    const steps = timelineSteps(model, page, 'time');
    const selected = page.layers.findIndex(({ kernels }) => kernels.length > 5);
    const own = Array.from(steps.pageLayers.keys()).filter(step => steps.pageLayers[step] === selected);
    expect(own.map(step => model.layers[steps.layers[step] ?? -1]?.kernels[0])).toEqual(page.layers[selected]?.kernels);
  });

  test('are nodes before a profile', () => {
    const { view } = recordedModel('resnet50');
    const model = buildLayerModel(view, undefined, 'nodes');
    const steps = timelineSteps(model, model, 'time');
    expect(steps.isTime).toBe(false);
    expect(steps.end).toBe(model.layers.length);
  });
});

describe('memory over steps', () => {
  const { view, profile } = recordedModel('resnet50');
  const kernels = kernelsOf('resnet50');

  test('does not count what a fused kernel keeps to itself', () => {
    const memory = stepMemory(timelineSteps(kernels, kernels, 'time'), sampleLives(view));
    const fused = profile.kernels.find(({ covers }) => covers.length === 2);
    const inside = view.outputs[view.outputStart[fused?.covers[0] ?? 0] ?? 0] ?? -1;
    expect(memory.tensors).not.toContain(inside);
    expect(memory.liveBytes.every(bytes => bytes > 0)).toBe(true);
    expect(memory.peakStep).toBe(memory.liveBytes.indexOf(memory.liveBytes.reduce((most, bytes) => Math.max(most, bytes), 0)));
  });

  test('lists what is alive, the largest first, and sums to it', () => {
    const memory = stepMemory(timelineSteps(kernels, kernels, 'time'), sampleLives(view));
    for (const step of [0, 11, memory.peakStep]) {
      const alive = aliveAt(memory, step).map(life => memory.bytes[life] ?? NaN);
      expect(alive).toEqual([...alive].sort((a, b) => b - a));
      expect(alive.reduce((sum, bytes) => sum + bytes, 0)).toBeCloseTo(memory.liveBytes[step] ?? NaN, 3);
    }
  });

  test('keeps results to the end, and inputs from the beginning', () => {
    const result = view.outputs[view.outputStart[2] ?? 0] ?? -1;
    const named = {
      ...view,
      analysis: { ...view.analysis, outputs: [view.analysis.tensors[result] ?? { name: '', dtype: undefined, shape: [] }] },
    };
    const model = buildLayerModel(named, profile, 'kernels');
    const lives: TensorLives = {
      tensors: Int32Array.of(0, result),
      first: Int32Array.of(0, 2),
      last: Int32Array.of(0, 121),
      bytes: Float64Array.of(100, 10),
    };
    const memory = stepMemory(timelineSteps(model, model, 'time'), lives);
    expect(Array.from(memory.last)).toEqual([0, model.layers.length - 1]);
    expect([memory.liveBytes[0], memory.outputBytes[0]]).toEqual([100, 0]);
    expect(memory.liveBytes.at(-1)).toBe(10);
  });

  test('is unknown while a size is, and before a profile what the engine counted', () => {
    const lives = sampleLives(view);
    const open = { ...lives, bytes: lives.bytes.map(bytes => (bytes > 1e6 ? NaN : bytes)) };
    expect(stepMemory(timelineSteps(kernels, kernels, 'time'), open).peakStep).toBe(-1);
    const common = { axis: 'node', direction: 'high-is-hot', scale: 'linear', aggregation: { kind: 'worst' }, unit: 'bytes' } as const;
    const values = Float64Array.from(view.nodeOps, (_, node) => 1000 + (node % 7));
    const peak = uniformColumn({ ...common, id: 'peakBytes', title: 'Live bytes', values }, 'exact');
    const counted = { ...view, analysis: { ...view.analysis, columns: [...view.analysis.columns, peak] } };
    const nodes = buildLayerModel(counted, undefined, 'nodes');
    const memory = stepMemory(timelineSteps(nodes, nodes, 'index'), lives);
    expect(memory.liveBytes[memory.peakStep]).toBe(1006);
  });
});

describe('tracks', () => {
  const model = kernelsOf('resnet50');
  const steps = timelineSteps(model, model, 'time');
  const latency = columnOf(model, 'latencyMs');

  test('have a row per operator, the slowest first, which sum to the whole', () => {
    const rows = operatorRows(steps, latency);
    expect(rows.map(({ title }) => title).slice(0, 3)).toEqual(['Conv 1×1', 'Conv 3×3', 'Conv 7×7']);
    expect(rows.at(-1)?.title).toMatch(/^Other, \d kinds$/);
    expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(rows.reduce((count, row) => count + row.steps.length, 0)).toBe(58);
  });

  test('have groups and the blocks inside of them', () => {
    const [stages = [], blocks = []] = groupSpans(steps, latency);
    expect(stages.map(({ name }) => name)).toEqual(['stem', 'layer1', 'layer2', 'layer3', 'layer4', 'head']);
    expect(blocks[0]).toMatchObject({ path: 'layer1.0', first: stages[1]?.first });
    expect(stages.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(latency.total, 6);
  });

  test('leave memory a height that can be read', () => {
    expect(timelineTracks(800, 120, { groups: 2, operators: 6 }).memory.height).toBeGreaterThanOrEqual(100);
    expect(timelineTracks(800, 900, { groups: 2, operators: 6 }).height).toBeCloseTo(900, 0);
  });

  test('have rows for what ran in bodies, inside of the kernel that holds it', () => {
    const { view, profile } = recordedModel('resnet50');
    const part = { ...profile.kernels[5]!, covers: [], anchor: undefined };
    const deep = { ...part, op: 'Tanh', medianMs: 0.1, executions: 3 };
    const inside = [
      { ...part, op: 'If', medianMs: 0.4, inside: [deep] },
      { ...part, op: 'Add', medianMs: 0.2 },
    ];
    const kernels = profile.kernels.map(kernel => (kernel.id === 5 ? { ...kernel, medianMs: 1, inside } : kernel));
    const nested = buildLayerModel(view, { ...profile, kernels }, 'kernels');
    for (const axis of ['time', 'index'] as const) {
      const nestedSteps = timelineSteps(nested, nested, axis);
      const [outer = [], inner = []] = flameRows(nestedSteps);
      expect(outer.map(({ kernel }) => kernel.op)).toEqual(['If', 'Add']);
      const start = nestedSteps.starts[5] ?? NaN;
      expect(outer.map(({ from, to }) => [from - start, to - start].map(place => Number(place.toFixed(9))))).toEqual([
        [0, 0.4],
        [0.4, 0.6],
      ]);
      expect(inner).toMatchObject([{ step: 5, from: start }]);
      expect(flameAt(outer, start + 0.5)?.kernel.op).toBe('Add');
    }
    expect(flameRows(steps)).toEqual([]);
  });

  test('sum a range', () => {
    expect(rangeSum(steps, [steps.starts[3] ?? 0, steps.starts[5] ?? 0], latency)).toMatch(/^2 kernels, .*, \d+\.\d\s%$/);
    expect(rangeSum(steps, [0, steps.end], latency)).toMatch(/^58 kernels, 56\.5\sms, 100\.0\s%$/);
  });

  test('draw no more rectangles than pixels, and lose nothing hot', () => {
    const count = 100_000;
    const starts = Float64Array.from({ length: count + 1 }, (_, step) => step);
    const many = { ...steps, layers: Int32Array.from({ length: count }, (_, step) => step), starts, end: count };
    const frame: TimelineFrame = {
      ...{ steps: many, memory: undefined, measuredBytes: NaN, operators: [], groups: [], flame: [], span: { from: 0, to: 1 } },
      ...{ tracks: timelineTracks(900, 600, { groups: 0, operators: 0 }), scale: heatScale(latency, false) },
      ...{ column: latency, sums: latency, isDimmed: () => false },
    };
    const bars = stepBars(frame, step => (step === 54_321 ? 1 : 0));
    expect(bars.length).toBeLessThan(900);
    expect(bars.some(({ step }) => step === 54_321)).toBe(true);
    const close = stepBars({ ...frame, span: { from: 0.5, to: 0.5001 } }, () => 0);
    expect(close.length).toBeLessThanOrEqual(12);
    expect(close[1]?.width).toBeCloseTo(78, 0);
  });
});

describe('the part on screen', () => {
  test('zooms around a place and stays inside', () => {
    const zoomed = zoomSpan({ from: 0, to: 1 }, 0.5, 0.25, 0.01);
    expect(zoomed).toEqual({ from: 0.125, to: 0.625 });
    expect(zoomSpan(zoomed, 100, 0.3, 0.01)).toEqual({ from: 0, to: 1 });
    expect(zoomSpan(zoomed, 1e-6, 0.3, 0.01).to - zoomSpan(zoomed, 1e-6, 0.3, 0.01).from).toBeCloseTo(0.01, 9);
    expect(panSpan({ from: 0.8, to: 1 }, 0.5)).toEqual({ from: 0.8, to: 1 });
  });

  test('follows the keys of the spec and no others', () => {
    const state = { span: { from: 0.2, to: 0.4 }, least: 0.01, pivot: 0.3, selected: { from: 0.5, to: 0.52 } };
    expect(spanAfterKey('w', state)?.from).toBeGreaterThan(0.2);
    expect(spanAfterKey('s', state)?.from).toBeLessThan(0.2);
    expect(spanAfterKey('d', state)?.from).toBeCloseTo(0.24, 9);
    expect(spanAfterKey('0', state)).toEqual({ from: 0, to: 1 });
    expect(spanAfterKey('f', state)?.from).toBeCloseTo(0.46, 9);
    expect(spanAfterKey('f', { ...state, selected: undefined })).toBeUndefined();
    expect(spanAfterKey('m', state)).toBeUndefined();
  });

  test('has ticks in one unit', () => {
    expect(tickTexts([0, 5, 10], 'ms').map(({ text }) => text)).toEqual(['0\u202fms', '5\u202fms', '10\u202fms']);
    expect(tickTexts([0, 2e6, 4e6], 'bytes').map(({ text }) => text)).toEqual(['0\u202fMB', '2\u202fMB', '4\u202fMB']);
    expect(tickTexts([0.1, 0.15, 0.2], 'ms').map(({ number }) => number)).toEqual(['100', '150', '200']);
    expect(tickTexts([1.1, 1.15], 'ms').map(({ number }) => number)).toEqual(['1.10', '1.15']);
    expect(tickTexts([20_000, 25_000], 'ms').at(-1)?.text).toBe('25\u202fs');
  });
});
