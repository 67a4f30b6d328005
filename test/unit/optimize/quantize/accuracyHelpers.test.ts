import { describe, expect, it } from 'vitest';
import type { Observation, Observed } from '../../../../src/optimize/laboratory';
import { quantizeStatic } from '../../../../src/optimize/quantize/quantizeStatic';
import type { PassPlan } from '../../../../src/optimize/pass';
import { passParameters } from '../../../../src/worker/optimize/passParameters';
import { makeLaboratory } from '../../../fixtures/makeLaboratory';
import { passInput } from '../../../fixtures/passInput';
import { floats, noise, sketchGraph } from '../../../fixtures/sketchGraph';

const DEPTH = 32;
const matrix = sketchGraph({
  inputs: { x: [1, DEPTH] },
  weights: { w: floats([DEPTH, DEPTH], noise(DEPTH * DEPTH)), b: floats([DEPTH], noise(DEPTH)) },
  nodes: [['Gemm', ['x', 'w', 'b'], ['y']]],
  outputs: ['y'],
  types: { y: [1, DEPTH] },
});

function found(moment: number, gram: Float64Array): Observed {
  return {
    ...{ min: -1, max: 1, mean: new Float64Array(DEPTH).fill(moment), variance: new Float64Array(0), samples: Float32Array.of(-1, 0, 1) },
    gram,
  };
}

/** Plans on data on which every candidate is `decibels` away from the original. */
function planned(decibels: number, moment = 0.5, gram = new Float64Array(DEPTH * DEPTH).fill(moment)): Promise<PassPlan> {
  const laboratory = makeLaboratory({
    hasData: true,
    observe: (_graph, observations: readonly Observation[]) =>
      Promise.resolve(new Map(observations.map(({ tensor }) => [tensor, found(moment, gram)]))),
    judge: () => Promise.resolve({ samples: 4, agreeing: 4, sqnrDb: decibels }),
    layerErrors: () => Promise.resolve([]),
  });
  const parameters = passParameters(quantizeStatic.description, { range: 'full' });
  return quantizeStatic.plan(passInput(matrix, { laboratory, parameters }));
}

describe('accuracy helpers', () => {
  it('name the ranges that were used, and leave out what brings nothing', async () => {
    const { notes } = await planned(31.25);
    expect(notes.join()).toContain('on 4 calibration samples: 31.3 dB with minmax ranges alone');
    expect(notes.join()).toContain('rounding together left out (+0.0 dB)');
    expect(notes.join()).toContain('31.3 dB in all');
  });

  it('say where they found nothing to change', async () => {
    const { notes } = await planned(31.25);
    expect(notes.join()).toContain('nothing for equalization, nothing for smoothing, ');
    const unknown = await planned(31.25, 0.5, new Float64Array(0));
    expect(unknown.notes.join()).toContain('nothing for rounding together, nothing for adaptive rounding, ');
  });

  it.each([Infinity, -Infinity, NaN])('say so in words where the outputs are %s dB apart', async decibels => {
    const { notes } = await planned(decibels);
    expect(notes.join()).toContain(decibels === Infinity ? 'equal with minmax ranges alone' : 'not comparable with minmax ranges alone');
    expect(notes.join()).not.toMatch(/NaN|Infinity/);
  });

  it('do without statistics that overflowed', async () => {
    const { changedNodes, notes } = await planned(30, Infinity);
    expect(changedNodes).toBe(1);
    expect(notes.join()).toContain('30.0 dB in all');
  });
});
