import { describe, expect, it } from 'vitest';
import { nameControlsOf } from '../../../src/shared/base/control';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import { unpaidLayers } from '../../../src/shared/report/unpaidLayers';
import { withoutLayers } from '../../../src/shared/report/withoutLayers';
import { resultNotes } from '../../../src/worker/optimize/resultNotes';
import { layerTimes, slowerLayers } from '../../../src/worker/optimize/slowerLayers';
import { sampleOptimizeResult } from '../../engine/sampleOptimizeResult';

const kernel = (layer: number, medianMs: number) => ({ origins: [layer], op: 'Conv', medianMs });

const conditions = { dims: {}, threads: undefined, seed: 0 };

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
    const [offer] = resultNotes({ ...result(3), latency: undefined }, { path: 'my model.onnx', passes, conditions }, []);
    expect(offer).toContain("layerwise optimize 'my model.onnx' --pass quantize-static:calibration=minmax --exclude 2,4");
    nameControlsOf('pages');
    const [onPage] = resultNotes({ ...result(3), latency: undefined }, { path: 'my model.onnx', passes, conditions }, []);
    nameControlsOf('commandLine');
    expect(onPage).toBe('1 of 3 layers take longer in INT8, 300\u202fµs together.');
    expect(unpaidLayers(result(3))).toEqual([4]);
    expect(withoutLayers(passes, [4])).toEqual([{ ...passes[0], exclude: [2, 4] }]);
    expect(unpaidLayers(result(1))).toEqual([]);
    expect(resultNotes({ ...result(1), latency: undefined }, { path: 'm.onnx', passes, conditions }, [])[0]).toContain('keep the original');
  });

  it('are laid to the processor where it lacks what makes INT8 fast, and else to what stands between', () => {
    const sample = sampleOptimizeResult('m.onnx', 'm.int8.onnx');
    const latency = sample.latency && { ...sample.latency, speedup: { ...sample.latency.speedup, verdict: 'slower' as const } };
    const slower = { ...sample, latency, ranAsInt8: [3, 3] as const };
    const request = { path: 'm.onnx', passes: [{ id: 'quantize-dynamic', parameters: {} }], conditions };
    expect(resultNotes(slower, request, ['avx2'])).toEqual(['INT8 was slower on this CPU: it has no VNNI or dot-product instructions.']);
    expect(resultNotes(slower, request, ['avx512vnni'])[0]).toMatch(/^The variant is slower than the original\. Quantizing costs more/);
    expect(resultNotes(slower, request, [])[0]).toMatch(/^The variant is slower/);
    const elsewhere = { ...request, conditions: { ...conditions, provider: 'cuda' } };
    expect(resultNotes(slower, elsewhere, ['avx2'])[0]).toMatch(/^The variant is slower/);
  });
});

describe('outputs that are broken', () => {
  it.each([
    [-3, /^The variant’s outputs have nothing to do with the original’s\. Do not use it/],
    [29.8, /^Some outputs of the variant are NaN or infinite, or have another shape/],
  ])('at %d dB', (sqnrDb, sentence) => {
    const sample = sampleOptimizeResult('m.onnx', 'm.int8.onnx');
    const verification = sample.verification && { ...sample.verification, sqnrDb, verdict: 'broken' as const };
    const [note] = resultNotes({ ...sample, verification, latency: undefined }, { path: 'm.onnx', passes: [], conditions }, []);
    expect(note).toMatch(sentence);
  });
});
