import { describe, expect, it } from 'vitest';
import { parallelEfficiency } from '../../../../src/worker/kernels/parallelEfficiency';
import type { ProfiledRuns } from '../../../../src/worker/kernels/scaleKernels';

type Timed = readonly [op: string, anchor: number | undefined, us: number];

function runs(threads: number, kernels: readonly Timed[], insideUs = 0): ProfiledRuns {
  return {
    threads,
    kernels: kernels.map(([op, anchor, us], nodeIndex) => ({
      kernel: { name: '', op, provider: 'CPU', nodeIndex, outputShapes: [], memory: undefined },
      origin: { covers: anchor === undefined ? [] : [anchor], anchor, added: false },
      durationsUs: [us],
      waitsUs: [0],
    })),
    runsUs: Float64Array.of(1),
    gapsUs: [0],
    eventsPerRun: kernels.length,
    cost: { insideUs, totalUs: insideUs, floorUs: 3 },
    arenaBytes: 0,
  };
}

describe('parallelEfficiency', () => {
  it('is the time alone over threads times the time together', () => {
    const both = runs(2, [
      ['Conv', 0, 50],
      ['Add', 1, 100],
    ]);
    const one = runs(1, [
      ['Conv', 0, 100],
      ['Add', 1, 100],
    ]);
    expect(parallelEfficiency(both, one)).toEqual([1, 0.5]);
  });

  it('takes off what recording costs, and says nothing of kernels that are no longer', () => {
    const both = runs(
      2,
      [
        ['Conv', 0, 60],
        ['Add', 1, 3],
      ],
      10,
    );
    const one = runs(
      1,
      [
        ['Conv', 0, 90],
        ['Add', 1, 3],
      ],
      10,
    );
    expect(parallelEfficiency(both, one)).toEqual([0.8, undefined]);
  });

  it('finds the same kernel where others ran in between, and leaves out what cannot be told apart', () => {
    const both = runs(2, [
      ['Conv', 0, 50],
      ['ReorderInput', 1, 40],
      ['Conv', 1, 50],
      ['Relu', 2, 50],
    ]);
    const one = runs(1, [
      ['Conv', 0, 80],
      ['Conv', 1, 60],
      ['Relu', 2, 90],
      ['Relu', 2, 90],
    ]);
    expect(parallelEfficiency(both, one)).toEqual([0.8, undefined, 0.6, undefined]);
  });
});
