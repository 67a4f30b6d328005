import { expect, it } from 'vitest';
import { matchedLayerMs } from '../../../src/report/matchedLayerMs';
import { sampleProfile } from '../../engine/sampleProfile';
import { chainModel, contentOf, kernelPerNode } from './reportFixture';

it('adds up what the nodes of a layer became, and leaves out layers of which the variant has no time', () => {
  const { analysis } = contentOf(chainModel(['a', 'b', 'c']), undefined);
  const profile = { ...sampleProfile(), kernels: kernelPerNode(3) };
  const none = new Float64Array(3);
  const times = { nodeMs: Float64Array.of(0.5, NaN, 2), lowMs: none, highMs: none, unmatched: [], floorMs: 0, date: '' };
  const { before, after } = matchedLayerMs(analysis, profile, times);
  expect([...before]).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  expect([...after]).toEqual([
    [0, 0.5],
    [2, 2],
  ]);
});
