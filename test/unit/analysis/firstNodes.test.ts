import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { buildModelView } from '../../../src/analysis/buildModelView';
import { firstNodes } from '../../../src/analysis/firstNodes';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { residualNetwork } from '../../bench/webview/residualNetwork';

describe('the first nodes of a view', () => {
  const model = openModelBytes(residualNetwork(300), 'network.onnx');
  const analysis = analyze(model.graph, model.reader, { dims: new Map() });
  const whole = buildModelView(model, analysis, { fileName: 'network.onnx', fileBytes: 1 });
  const first = firstNodes(whole, 104);

  it('are as in the whole', () => {
    for (const part of ['nodeNames', 'nodeOps', 'nodeDetails', 'nodeDomains', 'nodeDtypes'] as const)
      expect(first[part]).toEqual(whole[part].slice(0, 104));
    expect(first.inputs).toEqual(whole.inputs.slice(0, whole.inputStart[104]));
    expect([first.inputStart.length, first.outputStart.length]).toEqual([105, 105]);
    const params = (view: typeof whole) => view.analysis.columns.find(({ id }) => id === 'params')?.values;
    expect(params(first)).toEqual(params(whole)?.slice(0, 104));
  });

  it('bring their groups along, and no others', () => {
    const { groups, groupOf } = first.analysis.hierarchy;
    expect(groups).toEqual(whole.analysis.hierarchy.groups.slice(0, groups.length));
    expect(groups.length).toBe(1 + Math.max(...groupOf));
    expect(groups.length).toBeLessThan(whole.analysis.hierarchy.groups.length);
  });

  it('leave out a node whose layer is anchored behind them, and keep what is said of the whole', () => {
    const { hierarchy } = analysis;
    const joined = { ...hierarchy, layerOf: hierarchy.layerOf.map((anchor, node) => (node === 103 ? 104 : anchor)) };
    const { layerOf } = firstNodes({ ...whole, analysis: { ...analysis, hierarchy: joined } }, 104).analysis.hierarchy;
    expect([layerOf[102], layerOf[103], layerOf.length]).toEqual([hierarchy.layerOf[102], -1, 104]);
    expect(first.analysis.totals).toEqual(analysis.totals);
  });
});
