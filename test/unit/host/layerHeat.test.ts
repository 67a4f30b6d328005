import { describe, expect, it } from 'vitest';
import { heatOfNodes } from '../../../src/host/lenses/layerHeat';
import { smallState } from './modelState';

describe('heat of nodes', () => {
  it('is the time of the layer, for every node of it', () => {
    expect([...heatOfNodes(smallState())]).toEqual([6, 6, 2, 0]);
  });

  it('follows the metric that the pages show', () => {
    const shared = { counter: 1, selected: undefined, metric: 'macs', variant: undefined };
    expect([...heatOfNodes(smallState({ shared }))]).toEqual([6, 6, 1, 0]);
  });

  it('is the MACs before a run, and nothing where there are none', () => {
    const { model, ...rest } = smallState({ profile: undefined });
    expect([...heatOfNodes({ ...rest, model })]).toEqual([6, 6, 1, 0]);
    expect(heatOfNodes(smallState({ model: undefined }))).toHaveLength(0);
  });
});
