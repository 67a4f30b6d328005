import { describe, expect, it } from 'vitest';
import { heatOfNodes } from '../../../src/host/lenses/layerHeat';
import { uniformColumn, type Column } from '../../../src/shared/report/column';
import { sampleOptimizeResult } from '../../engine/sampleOptimizeResult';
import { smallState } from './modelState';

describe('heat of nodes', () => {
  it('is the time of the layer, for every node of it', () => {
    expect([...heatOfNodes(smallState())]).toEqual([6, 6, 2, 0]);
  });

  it('follows the metric that the pages show', () => {
    const shared = { counter: 1, selected: undefined, metric: 'macs', variant: undefined };
    expect([...heatOfNodes(smallState({ shared }))]).toEqual([6, 6, 1, 0]);
  });

  it('recomputes a ratio from its sums, on the scale that the pages have', () => {
    const state = smallState({ shared: { counter: 1, selected: undefined, metric: 'intensity', variant: undefined } });
    const column = (id: string, values: readonly number[], ratio: boolean): Column =>
      uniformColumn(
        {
          ...{ id, title: id, unit: 'none', axis: 'node', values: Float64Array.from(values), direction: 'high-is-hot' },
          aggregation: ratio ? { kind: 'ratio', numerator: 'flops', denominator: 'trafficBytes' } : { kind: 'sum' },
          scale: ratio ? 'log' : 'linear',
        },
        'exact',
      );
    const columns = [
      column('flops', [990, 10, 100, 10], false),
      column('trafficBytes', [5, 5, 10, 10], false),
      column('intensity', [198, 2, 10, 1], true),
    ];
    const model = state.model && { ...state.model, analysis: { ...state.model.analysis, columns } };
    // 100, 10 and 1 FLOP per byte: hot, in the middle of two decades, cold.
    expect([...heatOfNodes({ ...state, model })]).toEqual([6, 6, 3, 0]);
  });

  it('shows the worst error of a layer, low as hot, and nothing for metrics that it does not know', () => {
    const at = (metric: string) => ({ counter: 1, selected: undefined, metric, variant: undefined });
    const error = (layer: number, accumulatedDb: number) => ({ layer, tensor: 't', accumulatedDb, localDb: 50, cosine: 1, maxAbs: 0 });
    const layerErrors = [error(0, 45), error(2, 15)];
    const result = { ...sampleOptimizeResult('/net.onnx', '/net.int8.onnx'), layerErrors };
    const variant = { id: 1, path: '/net.int8.onnx', name: 'int8', parent: '/net.onnx', bytes: 1, state: 'kept', result } as const;
    const state = smallState({ variants: [variant], shared: at('quantizationErrorDb') });
    expect([...heatOfNodes(state)]).toEqual([0, 0, 6, -1]);
    expect([...heatOfNodes({ ...state, shared: at('precision') })]).toEqual([-1, -1, -1, -1]);
  });

  it('is unknown for a layer of which one node is, as on the pages', () => {
    const { model, ...rest } = smallState({ profile: undefined });
    const [macs] = model?.analysis.columns ?? [];
    if (model === undefined || macs === undefined) throw new Error('The state has a model.');
    const columns = [{ ...macs, values: Float64Array.of(700, NaN, 100, 10) }];
    expect([...heatOfNodes({ ...rest, model: { ...model, analysis: { ...model.analysis, columns } } })]).toEqual([-1, -1, 6, 0]);
  });

  it('is the MACs before a run, and nothing where there are none', () => {
    const { model, ...rest } = smallState({ profile: undefined });
    expect([...heatOfNodes({ ...rest, model })]).toEqual([6, 6, 1, 0]);
    expect(heatOfNodes(smallState({ model: undefined }))).toHaveLength(0);
  });
});
