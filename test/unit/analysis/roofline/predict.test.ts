import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelWork } from '../../../../src/analysis/roofline/kernelWork';
import { bandwidth, predictKernel } from '../../../../src/analysis/roofline/predictKernel';
import { predictedMsOf } from '../../../../src/analysis/roofline/predictedMsOf';
import { predictModel } from '../../../../src/analysis/roofline/predictModel';
import { rooflineColumns } from '../../../../src/analysis/roofline/rooflineColumns';
import { rooflineOf } from '../../../../src/analysis/roofline/rooflineOf';
import { targetRoofs } from '../../../../src/analysis/roofline/targets/targetRoofs';
import { TARGETS } from '../../../../src/analysis/roofline/targets/targetTable';
import { analyze } from '../../../../src/analysis/analyze';
import { OPTIONS } from '../../../../src/cli/options';
import { openModel } from '../../../../src/onnx/openModel';
import type { RoofSource } from '../../../../src/shared/report/machine';
import { sampleRoofs } from '../../../fixtures/sampleMachine';

const WORK: KernelWork = {
  ...{ leader: 0, members: [0], kernelClass: 'matrix', macs: 1e9, flops: 2e9, functionElements: 0, elements: 1e6 },
  ...{ weightBytes: 0, activationBytes: 0, integer: false },
};
const SOURCE: RoofSource = {
  name: 'this machine',
  from: 'test',
  basis: 'measured',
  roofs: sampleRoofs,
  uncertainty: { low: 0.5, high: 2 },
};

describe('rooflineOf', () => {
  it('is bound by whatever takes longer', () => {
    expect(rooflineOf({ ...WORK, activationBytes: 1e6 }, sampleRoofs)).toEqual({ bound: 'compute', limitMs: 20 });
    expect(rooflineOf({ ...WORK, flops: 1e6, activationBytes: 1e9 }, sampleRoofs)).toEqual({ bound: 'memory', limitMs: 100 });
    expect(rooflineOf({ ...WORK, integer: true }, sampleRoofs)).toEqual({ bound: 'compute', limitMs: 5 });
    expect(rooflineOf({ ...WORK, flops: 0 }, sampleRoofs)).toBeUndefined();
  });
});

describe('predictKernel', () => {
  it('adds contractions at the speed of their class, weights from memory, functions and the runtime', () => {
    const ms = predictKernel({ ...WORK, kernelClass: 'pointwise', weightBytes: 1e6, functionElements: 1e6 }, sampleRoofs, {
      weightBytes: 1e9,
    });
    expect(ms).toBeCloseTo(20 / 0.8 + 0.1 + 1 + 0.001, 6);
  });

  it('is never below the runtime’s own time and grows with work', () => {
    const amount = fc.double({ min: 0, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(amount, amount, amount, fc.double({ min: 1, max: 10, noNaN: true }), (macs, weightBytes, activationBytes, factor) => {
        const work = { ...WORK, macs, flops: 2 * macs, weightBytes, activationBytes };
        const larger = { ...work, macs: macs * factor, weightBytes: weightBytes * factor, activationBytes: activationBytes * factor };
        const residence = { weightBytes: 1e9 };
        const before = predictKernel(work, sampleRoofs, residence);
        expect(before).toBeGreaterThanOrEqual(sampleRoofs.kernelMs);
        expect(predictKernel(larger, sampleRoofs, residence)).toBeGreaterThanOrEqual(before * (1 - 1e-9));
      }),
    );
  });
});

describe('bandwidth', () => {
  it('falls from the cache’s to the memory’s', () => {
    expect(bandwidth(sampleRoofs, 1)).toBe(40e9);
    expect(bandwidth(sampleRoofs, 2 ** 20)).toBe(40e9);
    expect(bandwidth(sampleRoofs, 2 ** 23)).toBeCloseTo(20e9, -3);
    expect(bandwidth(sampleRoofs, 2 ** 30)).toBe(10e9);
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e10, noNaN: true }), bytes => {
        expect(bandwidth(sampleRoofs, 2 * bytes)).toBeLessThanOrEqual(bandwidth(sampleRoofs, bytes) * (1 + 1e-9));
      }),
    );
  });
});

describe('a model', () => {
  it('is predicted as a range around the sum of its kernels, never faster than its weights can be read', async () => {
    const model = await openModel('test/fixtures/models/mnist_resnet.onnx');
    const analysis = analyze(model.graph, model.reader, { dims: new Map([['batch', 1]]) });
    const prediction = predictModel(model.graph, analysis, SOURCE);
    await model.close();
    expect(prediction.lowMs).toBe(prediction.predictedMs * 0.5);
    expect(prediction.highMs).toBe(prediction.predictedMs * 2);
    expect(prediction.predictedMs).toBeGreaterThan((1000 * 2 * (analysis.totals.macs ?? 0)) / sampleRoofs.float32FlopPerSecond);
    const nodes = prediction.kernels.flatMap(({ work }) => work.members);
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(predictedMsOf(prediction, nodes)).toBeCloseTo(prediction.predictedMs, 9);
    const [predicted, limits] = rooflineColumns(model.graph, analysis, SOURCE, undefined);
    expect(predicted?.values.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(prediction.predictedMs, 9);
    expect(limits?.values.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(prediction.limitMs, 9);
  });

  it('has no predicted time while sizes are open', async () => {
    const model = await openModel('test/fixtures/models/mnist_resnet.onnx');
    const prediction = predictModel(model.graph, analyze(model.graph, model.reader, { dims: new Map() }), SOURCE);
    await model.close();
    expect(prediction.predictedMs).toBeNaN();
  });
});

describe('targets', () => {
  it.each(TARGETS)('$id is estimated, with its source and a range', target => {
    const source = targetRoofs(target);
    expect(source.basis).toBe('estimated');
    expect(source.from).toContain(target.source);
    expect(source.uncertainty.low).toBeLessThan(1);
    expect(source.uncertainty.high).toBeGreaterThan(1);
    expect(source.roofs.int8FlopPerSecond).toBeGreaterThan(source.roofs.float32FlopPerSecond);
    expect(source.roofs.caches[0]?.bytesPerSecond).toBeGreaterThan(source.roofs.memoryBytesPerSecond);
    expect(OPTIONS.target.help).toContain(target.id);
  });
});
