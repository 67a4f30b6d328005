import { describe, expect, test } from 'vitest';
import { boxFacts } from '../../../webview/views/graph/boxFacts';
import { boxHeat } from '../../../webview/views/graph/boxHeat';
import { FEW_CELLS } from '../../../webview/views/graph/heatCells';
import { graphPlan } from '../../../webview/views/graph/graphPlan';
import { graphTree } from '../../../webview/views/graph/graphTree';
import type { GraphSubject } from '../../../webview/views/graph/graphScene';
import { kernelMates } from '../../../webview/views/graph/kernelMates';
import { layerEdges } from '../../../webview/views/graph/layerEdges';
import { visibleGraph } from '../../../webview/views/graph/visibleGraph';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { heatScale } from '../../../webview/views/model/heatScale';
import type { LayerUnit } from '../../../webview/views/model/layerModel';
import { recordedModel, type RecordingName } from '../fixtures/recordedModel';

/** The graph of a recorded model after a run, all groups open or closed. */
function subjectOf(name: RecordingName, unit: LayerUnit, { isOpen = true, kernelsOnly = false } = {}): GraphSubject {
  const { view, profile } = recordedModel(name);
  const model = buildLayerModel(view, profile, unit);
  const tree = graphTree(model);
  const edges = layerEdges(model);
  const expanded = new Set(isOpen ? view.analysis.hierarchy.groups.map(({ id }) => id) : []);
  const graph = visibleGraph(tree, edges, { expanded, unfolded: new Set() }, model);
  return { model, tree, layerEdges: edges, bodies: new Map(), graph, plan: graphPlan(model, tree, graph, 'down', kernelsOnly) };
}

function scaleOf({ model }: GraphSubject) {
  const column = model.columns.get('latencyMs');
  if (column === undefined) throw new Error('The model was measured.');
  return heatScale(column, false);
}

function boxNamed({ model, graph }: GraphSubject, name: string): number {
  return graph.boxOfLayer[model.layers.findIndex(layer => layer.name === name)] ?? -1;
}

describe('a card', () => {
  test('of nodes and kernels has a row for what the kernel fused, one of kernels alone names the kernel instead', () => {
    const both = subjectOf('resnet50', 'kernels');
    const box = boxNamed(both, 'layer4.0.conv2');
    expect(both.plan.rows.get(box)?.map(({ text, value }) => [text, value])).toEqual([['Relu', 'in nchwc.Conv']]);
    expect(boxFacts(both, scaleOf(both), () => undefined)(box).detail).toBe('Conv 3×3 · stride 2 · 512 → 512');
    const kernels = subjectOf('resnet50', 'kernels', { kernelsOnly: true });
    expect(kernels.plan.rows.size).toBe(0);
    expect(boxFacts(kernels, scaleOf(kernels), () => undefined)(box).detail).toBe('nchwc.Conv 3×3 · stride 2 · 512 → 512 + Relu');
    expect(kernels.plan.input.height[box]).toBeLessThan(both.plan.input.height[box] ?? 0);
  });

  test('of a layer of many kernels has its fused nodes inside of the outline, above the kernels around it', () => {
    const subject = subjectOf('resnet50', 'layers');
    const box = boxNamed(subject, 'layer4.0.conv2');
    const rows = subject.plan.rows.get(box) ?? [];
    expect(rows[0]).toMatchObject({ text: 'Relu', value: 'in nchwc.Conv', fused: true });
    expect(boxFacts(subject, scaleOf(subject), () => undefined)(box).detail).not.toContain('+ Relu');
    for (const found of subject.plan.rows.values()) {
      const lastFused = found.findLastIndex(({ fused }) => fused);
      expect(found.slice(0, lastFused + 1).every(({ fused }) => fused)).toBe(true);
    }
  });
});

test('a small card bins its cells by the hottest, so that none is missing', () => {
  const subject = subjectOf('resnet50', 'layers', { isOpen: false });
  const scale = scaleOf(subject);
  const heat = boxHeat(subject, scale);
  subject.graph.boxes.forEach((box, index) => {
    if (box.kind !== 'group' || box.end - box.first <= FEW_CELLS) return;
    const hottest = Math.max(
      ...Array.from(subject.tree.order.subarray(box.first, box.end), layer => scale.heat(scale.column.values[layer] ?? 0)),
    );
    expect(heat.fewCells(index)).toHaveLength(FEW_CELLS);
    expect(Math.max(...heat.fewCells(index).map(cell => cell ?? 0))).toBe(hottest);
  });
});

test('nodes that run in one kernel are found from each of them', () => {
  const subject = subjectOf('resnet50', 'nodes');
  const fused = subject.model.profile?.kernels.find(({ covers }) => covers.length > 1);
  const [anchor = -1, other = -1] = fused?.covers ?? [];
  const boxOf = (node: number) => subject.graph.boxOfLayer[subject.model.layerOfNode[node] ?? -1] ?? -1;
  expect(kernelMates(subject, boxOf(anchor))).toContain(boxOf(other));
  expect(kernelMates(subject, boxOf(other))).toContain(boxOf(anchor));
});
