import { describe, expect, test } from 'vitest';
import type { RooflineView, RooflineWork } from '../../../src/shared/report/roofline';
import { sampleRoofs } from '../../fixtures/sampleMachine';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { columnText } from '../../../webview/views/model/columnText';
import { heatScale } from '../../../webview/views/model/heatScale';
import { logAxis, logPlace } from '../../../webview/views/roofline/logAxis';
import { placeLabels } from '../../../webview/views/roofline/placeLabels';
import { dotAt, rooflineAxes, rooflineDots, type RooflineFrame } from '../../../webview/views/roofline/rooflineFrame';
import { ridge, rooflinePoints, shareOfRoof, type RooflinePoint } from '../../../webview/views/roofline/rooflinePoints';
import { notDrawn, roofText, sidesOfRidge, speedText } from '../../../webview/views/roofline/rooflineWords';
import { recordedModel } from '../fixtures/recordedModel';
import { sampleRoofline } from '../fixtures/sampleRoofline';

const { view, profile } = recordedModel('resnet50');
const roofline = sampleRoofline(view, profile, 3);
const model = buildLayerModel(view, profile, 'kernels', { roofline });
const points = rooflinePoints(model);

const point = (change: Partial<RooflinePoint>): RooflinePoint => ({
  ...{ layer: 0, intensity: 1, flopPerSecond: 5e9, timeMs: 1, isInteger: false },
  ...change,
});

describe('points', () => {
  test('go from the lowest intensity to the highest, without what timing hides', () => {
    expect(points.map(({ intensity }) => intensity)).toEqual(points.map(({ intensity }) => intensity).sort((a, b) => a - b));
    expect(points.every(({ timeMs }) => timeMs > profile.floorMs)).toBe(true);
    expect(notDrawn(model, points)).toMatch(/^2 kernels at or below 20\sµs or without arithmetic are not drawn\.$/);
    const conv = points.find(({ layer }) => model.layers[layer]?.name === 'layer4.0.conv2');
    expect(speedText(conv?.flopPerSecond ?? NaN)).toBe('113\u202fGFLOP/s');
    expect(conv?.intensity).toBeCloseTo(23.3, 1);
  });

  test('take the kernels of a layer together', () => {
    const layers = rooflinePoints(buildLayerModel(view, profile, 'layers', { roofline }));
    const sum = (of: readonly RooflinePoint[]) => of.reduce((total, { timeMs }) => total + timeMs, 0);
    expect(sum(layers)).toBeCloseTo(sum(points), 1);
  });

  test('are held against the roof of what they compute in', () => {
    expect(shareOfRoof(point({}), sampleRoofs)).toBe(0.5);
    expect(shareOfRoof(point({ intensity: 100, flopPerSecond: 50e9 }), sampleRoofs)).toBe(0.5);
    expect(shareOfRoof(point({ intensity: 100, flopPerSecond: 100e9, isInteger: true }), sampleRoofs)).toBe(0.25);
    expect(roofText(point({ flopPerSecond: 40e9 }), sampleRoofs)).toMatch(/^>100\s% of roof$/);
    expect([ridge(sampleRoofs, false), ridge(sampleRoofs, true)]).toEqual([10, 40]);
  });

  test('are of integers where most of the work is', () => {
    const work: RooflineWork = {
      nodes: Int32Array.of(3, 3),
      timeMs: Float64Array.of(1, 1),
      flops: Float64Array.of(10, 1),
      bytes: Float64Array.of(5, 5),
      integer: Uint8Array.of(1, 0),
    };
    const mixed: RooflineView = { ...roofline, plot: { roofs: sampleRoofs, work, uncertainty: { low: 1, high: 1 } } };
    expect(rooflinePoints(buildLayerModel(view, profile, 'layers', { roofline: mixed }))).toMatchObject([
      { isInteger: true, intensity: 1.1 },
    ]);
  });

  test('tell how much of the time memory limits', () => {
    const { memory, compute } = sidesOfRidge([point({ timeMs: 3 }), point({ intensity: 50 })], sampleRoofs);
    expect([memory, compute]).toEqual([0.75, 0.25]);
    expect(sidesOfRidge([point({ intensity: 20, isInteger: true })], sampleRoofs).memory).toBe(1);
  });
});

describe('axes', () => {
  test('have ticks at 1, 2 and 5, over many decades only at powers of ten', () => {
    expect(logAxis(0.4, 90).ticks).toEqual([0.5, 1, 2, 5, 10, 20, 50, 100]);
    expect(logAxis(0.001, 900).ticks).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000]);
    const axis = logAxis(1, 100);
    expect(logPlace(axis, 10)).toBeCloseTo(0.5, 9);
  });

  test('hold every point and the corner of the roof', () => {
    const { xAxis, yAxis } = rooflineAxes(points, roofline.plot?.roofs ?? sampleRoofs);
    for (const { intensity, flopPerSecond } of points) {
      expect(intensity >= xAxis.from && intensity <= xAxis.to && flopPerSecond >= yAxis.from && flopPerSecond <= yAxis.to).toBe(true);
    }
  });
});

describe('dots', () => {
  const column = model.columns.get('latencyMs');
  const frameOf = (of: readonly RooflinePoint[]): RooflineFrame => {
    if (column === undefined) throw new Error('No latency');
    const size = { width: 900, height: 700 };
    const roofs = roofline.plot?.roofs ?? sampleRoofs;
    return {
      model,
      roofs,
      points: of,
      isMeasured: true,
      uncertainty: { low: 0.7, high: 1.4 },
      scale: heatScale(column, false),
      isDimmed: () => false,
      ...size,
      ...rooflineAxes(of, roofs),
    };
  };

  test('have the time as their area, and the smallest is on top', () => {
    const dots = rooflineDots(frameOf([point({ timeMs: 4 }), point({ timeMs: 1 })]));
    expect(dots.map(({ radius }) => radius)).toEqual([11, 5.5]);
    expect(dotAt(dots, dots[0]?.x ?? 0, dots[0]?.y ?? 0)?.point).toBe(1);
    expect(dotAt(dots, 0, 0)).toBeUndefined();
  });

  test('are thinned out where there are a hundred thousand', () => {
    const many = Array.from({ length: 100_000 }, (_, layer) =>
      point({ layer, intensity: 1 + (layer % 977) / 10, flopPerSecond: 1e9 + (layer % 1009) * 1e8, timeMs: layer === 5 ? 100 : 1 }),
    );
    const dots = rooflineDots(frameOf(many));
    expect(dots.length).toBeLessThan(40_000);
    expect(dots[0]?.point).toBe(5);
  });

  test('have labels that cover neither each other nor dots', () => {
    const dots = [0, 1, 2].map(index => ({ point: index, x: 300 + index * 4, y: 300, radius: 5 }));
    const room = { dots, texts: [], widthOf: () => 120, always: undefined, left: 50, right: 800, top: 20, bottom: 600 };
    const labels = placeLabels(dots, room);
    expect(labels.length).toBeGreaterThan(1);
    for (const a of labels) for (const b of labels) expect(a === b || Math.abs(a.y - b.y) >= 14 || Math.abs(a.x - b.x) >= 120).toBe(true);
    const nowhere = { ...room, texts: [{ x: 0, y: 0, width: 900, height: 700 }] };
    expect(placeLabels(dots, nowhere)).toEqual([]);
    expect(placeLabels(dots, { ...nowhere, always: dots[1] }).map(({ dot }) => dot)).toEqual([dots[1]]);
  });
});

test('a share of the roof at a predicted time is a range, and no more than all of it', () => {
  const predicted = buildLayerModel(view, undefined, 'layers', { roofline }).columns.get('ofLimit');
  const measuredShare = model.columns.get('ofLimit');
  if (predicted === undefined || measuredShare === undefined) throw new Error('No roofline');
  expect(columnText(measuredShare, 0.5)).toBe('50\u202f%');
  expect(columnText(predicted, 0.5)).toBe('36\u2009–\u200971\u202f%');
  expect(columnText(predicted, 0.9)).toBe('64\u2009–\u2009100\u202f%');
  expect(columnText(predicted, 1.5)).toBe('>100\u202f%');
});
