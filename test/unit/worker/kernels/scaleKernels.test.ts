import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleKernels, type ProfiledRuns } from '../../../../src/worker/kernels/scaleKernels';

const FREE = { insideUs: 0, totalUs: 0, floorUs: 1 };

function runs(durations: readonly (readonly number[])[], gapsUs: readonly number[], cost = FREE, threads = 1): ProfiledRuns {
  return {
    threads,
    kernels: durations.map((durationsUs, id) => ({
      kernel: { name: `k${id}`, op: 'Relu', provider: 'CPU', nodeIndex: id, outputShapes: [[1, 2]], memory: undefined },
      origin: { covers: [id], anchor: id, added: false },
      durationsUs,
      waitsUs: durationsUs.map(us => us / 4),
    })),
    runsUs: Float64Array.from(gapsUs, (gap, run) => gap + durations.reduce((sum, kernel) => sum + (kernel[run] ?? 0), 0)),
    gapsUs,
    eventsPerRun: durations.length,
    cost,
    arenaBytes: 0,
  };
}

describe('scaleKernels', () => {
  it('scales kernels and the rest to the headline', () => {
    const { kernels, kernelsMs, residualMs } = scaleKernels(runs([[100], [300]], [100]), { medianMs: 1 });
    expect(kernels.map(kernel => kernel.medianMs)).toEqual([0.2, 0.6]);
    expect(kernelsMs).toBeCloseTo(0.8, 12);
    expect(residualMs).toBeCloseTo(0.2, 12);
  });

  it('never has a rest below 0, though it is a difference', () => {
    const times = fc.double({ min: 0.1, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 20 }), times, (durations, medianMs) => {
        const { kernelsMs, residualMs } = scaleKernels(
          runs(
            durations.map(us => [us]),
            [0],
          ),
          { medianMs },
        );
        expect(residualMs).toBeGreaterThanOrEqual(0);
        expect(kernelsMs + residualMs).toBeCloseTo(medianMs, 8);
      }),
    );
  });

  it('takes off what recording costs', () => {
    const cost = { insideUs: 5, totalUs: 15, floorUs: 6 };
    const { kernels, residualMs } = scaleKernels(runs([[105], [5]], [20], cost), { medianMs: 0.1 });
    expect(kernels[0]?.medianMs).toBeCloseTo(0.1, 12);
    expect(kernels[1]?.medianMs).toBe(0);
    expect(residualMs).toBeCloseTo(0, 12);
  });

  it('leaves everything to the runtime where kernels are no longer than recording them takes', () => {
    const cost = { insideUs: 5, totalUs: 15, floorUs: 6 };
    const { kernels, kernelsMs, residualMs } = scaleKernels(runs([[5], [4]], [20], cost), { medianMs: 0.1 });
    expect(kernels.map(({ medianMs, lowMs, highMs }) => [medianMs, lowMs, highMs])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect([kernelsMs, residualMs]).toEqual([0, 0.1]);
  });

  it('says with several threads how long was waited, in the unit of the headline', () => {
    const alone = scaleKernels(runs([[100], [300]], [100]), { medianMs: 1 });
    expect(alone.kernels.map(({ waitMs }) => waitMs)).toEqual([undefined, undefined]);
    const several = scaleKernels(runs([[100], [300]], [100], FREE, 2), { medianMs: 1 }, [undefined, 0.8]);
    expect(several.kernels.map(({ waitMs }) => waitMs)).toEqual([0.05, 0.15]);
    expect(several.kernels.map(kernel => kernel.parallelEfficiency)).toEqual([undefined, 0.8]);
  });

  it('gives wider intervals where neighbouring runs are alike', () => {
    const mixed = Array.from({ length: 120 }, (_, run) => 100 + ((run * 37) % 120));
    const drifting = [...mixed].sort((a, b) => a - b);
    const gaps = mixed.map(() => 0);
    const [apart, alike] = [mixed, drifting].map(durations => scaleKernels(runs([durations], gaps), { medianMs: 1 }).kernels[0]);
    const width = (kernel: typeof apart): number => (kernel?.highMs ?? NaN) - (kernel?.lowMs ?? NaN);
    expect(alike?.medianMs).toBe(apart?.medianMs);
    expect(width(alike)).toBeGreaterThan(2 * width(apart));
  });

  it('always sums to the headline and never below zero', () => {
    const times = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 8 }), times, fc.integer({ min: 0, max: 30 }), (kernels, gaps, inside) => {
        const scaled = scaleKernels(runs(kernels, gaps, { insideUs: inside, totalUs: inside + 3, floorUs: inside }), { medianMs: 7 });
        const sum = scaled.kernels.reduce((total, kernel) => total + kernel.medianMs, 0);
        expect(sum + scaled.residualMs).toBeCloseTo(7, 9);
        expect(scaled.residualMs).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });
});
