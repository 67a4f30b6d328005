import { describe, expect, it } from 'vitest';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import { resultNotes } from '../../../src/worker/optimize/resultNotes';
import { layerTimes, slowerLayers } from '../../../src/worker/optimize/slowerLayers';
import { sampleOptimizeResult } from '../../engine/sampleOptimizeResult';

const kernel = (layer: number, medianMs: number) => ({ origins: [layer], op: 'Conv', medianMs });

describe('layers that got slower', () => {
  it('count with their conversions, and only clearly', () => {
    const before = [kernel(1, 1), kernel(4, 1), kernel(7, 1), kernel(9, 1)];
    const after = [kernel(1, 0.4), kernel(4, 0.9), kernel(4, 0.4), kernel(7, 1.05), kernel(9, 3)];
    expect(slowerLayers(layerTimes(new Set([1, 4, 7]), before, after))).toEqual({
      of: 3,
      layers: [{ layer: 4, beforeMs: 1, afterMs: 1.3 }],
    });
    expect(slowerLayers(layerTimes(new Set([1]), before, after))).toBeUndefined();
  });

  it('are left out by the command that the result offers', () => {
    const slow = { layer: 4, beforeMs: 1, afterMs: 1.3 };
    const result = (of: number): OptimizeResult => ({
      ...sampleOptimizeResult('m.onnx', 'm.int8.onnx'),
      slowerLayers: { of, layers: [slow] },
    });
    const passes = [{ id: 'quantize-static', parameters: { calibration: 'minmax' }, exclude: [2] }];
    const [offer] = resultNotes({ ...result(3), latency: undefined }, { path: 'my model.onnx', passes });
    expect(offer).toContain("layerwise optimize 'my model.onnx' --pass quantize-static:calibration=minmax --exclude 2,4");
    expect(resultNotes({ ...result(1), latency: undefined }, { path: 'm.onnx', passes })[0]).toContain('keep the original');
  });
});
