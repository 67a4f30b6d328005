import { describe, expect, it } from 'vitest';
import type { Findings, Observation, Observed } from '../../../../src/optimize/laboratory';
import { shareFindings } from '../../../../src/optimize/quantize/shareFindings';
import { makeLaboratory } from '../../../fixtures/makeLaboratory';
import { sketchGraph } from '../../../fixtures/sketchGraph';

const UNASKED: Observed = {
  ...{ min: Infinity, max: -Infinity, mean: new Float64Array(), variance: new Float64Array(), samples: new Float32Array() },
  gram: new Float64Array(),
};
const RANGE: Observation = { kind: 'range', tensor: 'x', isPositive: false, isImage: false };
const MEAN: Observation = { kind: 'mean', tensor: 'x', channelAxis: 1, rank: 2 };

/** Knows of each observation only what was asked for. */
const found = (observations: readonly Observation[]): Findings => {
  const average = { min: -0.5, max: 0.5 };
  const range = observations.some(({ kind }) => kind === 'range') ? { min: -1, max: 1, average } : {};
  const mean = observations.some(({ kind }) => kind === 'mean') ? { mean: Float64Array.of(0.25) } : {};
  return new Map([['x', { ...UNASKED, ...range, ...mean }]]);
};

describe('shareFindings', () => {
  it.each([
    ['the range first', [RANGE, MEAN]],
    ['the mean first', [MEAN, RANGE]],
  ])('keeps all that was found of a tensor, %s', async (_, [first, second]) => {
    const graph = sketchGraph({ inputs: { x: [1, 1] }, nodes: [['Relu', ['x'], ['y']]], outputs: ['y'] });
    const laboratory = shareFindings(makeLaboratory({ observe: (_graph, observations) => Promise.resolve(found(observations)) }));
    await laboratory.observe(graph, [first!]);
    const findings = await laboratory.observe(graph, [second!]);
    expect(findings.get('x')).toMatchObject({ min: -1, max: 1, average: { min: -0.5, max: 0.5 }, mean: Float64Array.of(0.25) });
  });
});
