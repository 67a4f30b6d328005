import { describe, expect, test } from 'vitest';
import { graphPlan } from '../../../webview/views/graph/graphPlan';
import { graphTree } from '../../../webview/views/graph/graphTree';
import { layerEdges } from '../../../webview/views/graph/layerEdges';
import { visibleGraph, type VisibleGraph } from '../../../webview/views/graph/visibleGraph';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import type { ModelView } from '../../../src/shared/report/modelView';
import { recordedModel } from '../fixtures/recordedModel';
import { sketchView, type SketchNode } from '../fixtures/sketchView';

/** The view's graph with the groups of these paths open. */
function shown(view: ModelView, open: readonly string[] = [], unfolded: readonly string[] = []) {
  const model = buildLayerModel(view, undefined, 'layers');
  const tree = graphTree(model);
  const ids = (paths: readonly string[]) =>
    new Set(view.analysis.hierarchy.groups.filter(({ path }) => paths.includes(path)).map(({ id }) => id));
  const edges = layerEdges(model);
  const graph = visibleGraph(tree, edges, { expanded: ids(open), unfolded: ids(unfolded) }, model);
  const nameOf = (box: number): string => {
    const { kind, group, first, instances } = graph.boxes[box] ?? { kind: 'inputs', group: -1, first: 0, instances: [] };
    if (kind === 'run') return `${instances[0]?.name ?? ''} … ${instances.at(-1)?.name ?? ''}`;
    if (kind === 'layer') return model.layers[tree.order[first] ?? -1]?.name ?? '';
    return kind === 'inputs' || kind === 'outputs' ? kind : (tree.groups.get(group)?.name ?? '');
  };
  return { model, tree, edges, graph, nameOf, plan: graphPlan(model, tree, graph, 'down') };
}

function namesOf(graph: VisibleGraph, nameOf: (box: number) => string, level = 0): readonly string[] {
  return graph.levels[level]?.boxes.map(nameOf) ?? [];
}

function edgesOf(graph: VisibleGraph, nameOf: (box: number) => string, level = 0): readonly string[] {
  return graph.levels[level]?.edges.map(({ from, to }) => `${nameOf(from)} → ${nameOf(to)}`) ?? [];
}

const TOWER: readonly SketchNode[] = [
  { name: 'a', reads: ['x'], group: 'stem' },
  { name: 'b', reads: ['a'], group: 'body/0' },
  { name: 'c', reads: ['b'], group: 'body/1' },
  { name: 'd', reads: ['c', 'a'], group: 'head' },
];

describe('visible graph', () => {
  test('collapsed groups are boxes, and tensors between their layers one edge', () => {
    const { graph, nameOf } = shown(sketchView(TOWER, ['x'], ['d']));
    expect(namesOf(graph, nameOf)).toEqual(['inputs', 'stem', 'body', 'head', 'outputs']);
    expect(edgesOf(graph, nameOf)).toEqual(['inputs → stem', 'stem → body', 'body → head', 'stem → head', 'head → outputs']);
  });

  test('an open group frames its content, with what it reads from outside', () => {
    const { graph, nameOf } = shown(sketchView(TOWER), ['body']);
    expect(namesOf(graph, nameOf, 1)).toEqual(['0', '1']);
    expect(edgesOf(graph, nameOf, 1)).toEqual(['0 → 1']);
    expect(graph.levels[1]?.entries.map(({ to }) => nameOf(to))).toEqual(['0']);
    expect(edgesOf(graph, nameOf)).toContain('stem → body');
  });

  test('a frame comes before its content, and every layer has a box', () => {
    const { graph } = shown(recordedModel('resnet50').view, ['layer4', 'layer4/0']);
    expect(graph.boxOfLayer.every(box => box >= 0)).toBe(true);
    graph.boxes.forEach(({ level }, box) => expect(graph.levels[level]?.frame ?? -1).toBeLessThan(box));
  });

  test('hidden nodes have no edges; what is not shown hands on what it reads', () => {
    const nodes: readonly SketchNode[] = [
      { name: 'a', reads: ['x'] },
      { name: 'shape', op: 'Shape', reads: ['a'], layer: '' },
      { name: 'b', reads: ['a', 'shape'] },
    ];
    const { graph, nameOf } = shown(sketchView(nodes));
    expect(edgesOf(graph, nameOf)).toEqual(['inputs → a', 'a → b']);
    const view = sketchView([
      { name: 'a', reads: ['x'] },
      { name: 'identity', op: 'Identity', reads: ['a'] },
      { name: 'b', reads: ['identity'] },
    ]);
    const { profile } = recordedModel('resnet50');
    const [kernel] = profile.kernels;
    if (kernel === undefined) throw new Error('The recording has kernels.');
    const kernels = [0, 2].map(node => ({ ...kernel, covers: [node], anchor: node, added: false }));
    const model = buildLayerModel(view, { ...profile, kernels }, 'kernels');
    const edges = layerEdges(model);
    expect(Array.from(edges.from, (from, edge) => [from, edges.to[edge]])).toEqual([
      [-1, 0],
      [0, 1],
    ]);
  });
});

/** `count` blocks of two layers, one behind the other; `mask` is read by all. */
function blocks(count: number, odd = -1): readonly SketchNode[] {
  const mask: SketchNode = { name: 'm', op: 'Cast', reads: ['x'], group: 'mask' };
  const start: SketchNode = { name: 'e', op: 'Gather', reads: ['x'], group: 'embeddings' };
  const rest = Array.from({ length: count }, (_, index): readonly SketchNode[] => [
    { name: `q${index}`, op: 'MatMul', reads: [index === 0 ? 'e' : `o${index - 1}`, 'm'], group: `layer.${index}` },
    {
      name: `o${index}`,
      op: index === odd ? 'Gelu' : 'Add',
      reads: [`q${index}`, index === 0 ? 'e' : `o${index - 1}`],
      group: `layer.${index}`,
    },
  ]);
  return [mask, start, ...rest.flat()];
}

describe('runs of equal groups', () => {
  test('four and more in a row are one box, three are not', () => {
    const four = shown(sketchView(blocks(4)));
    expect(namesOf(four.graph, four.nameOf)).toEqual(['inputs', 'mask', 'embeddings', 'layer.0 … layer.3']);
    const three = shown(sketchView(blocks(3)));
    expect(namesOf(three.graph, three.nameOf)).toEqual(['inputs', 'mask', 'embeddings', 'layer.0', 'layer.1', 'layer.2']);
  });

  test('an open one leaves the run and divides it', () => {
    const { graph, nameOf } = shown(sketchView(blocks(12)), ['layer.0']);
    expect(namesOf(graph, nameOf)).toEqual(['inputs', 'mask', 'embeddings', 'layer.0', 'layer.1 … layer.11']);
    const middle = shown(sketchView(blocks(12)), ['layer.5']);
    expect(namesOf(middle.graph, middle.nameOf).slice(3)).toEqual(['layer.0 … layer.4', 'layer.5', 'layer.6 … layer.11']);
  });

  test('one of another structure ends a run', () => {
    const { graph, nameOf } = shown(sketchView(blocks(12, 4)));
    expect(namesOf(graph, nameOf).slice(3)).toEqual(['layer.0 … layer.3', 'layer.4', 'layer.5 … layer.11']);
  });

  test('an unfolded run shows its groups', () => {
    const { graph, nameOf } = shown(sketchView(blocks(5)), [], ['layer.0']);
    expect(namesOf(graph, nameOf)).toHaveLength(8);
  });
});

describe('how levels stand', () => {
  test('a chain is stacked, what most groups read stands beside it', () => {
    const { plan, graph, nameOf } = shown(sketchView(blocks(12)), ['layer.0']);
    expect(plan.forms[0]).toBe('stack');
    expect([...plan.aside].map(([box, readers]) => [nameOf(box), readers])).toEqual([['mask', 12]]);
    expect(graph.levels).toHaveLength(2);
  });

  test('branches are laid out with their edges', () => {
    const branches: readonly SketchNode[] = [
      { name: 'a', reads: ['x'] },
      { name: 'b', reads: ['a'] },
      { name: 'c', reads: ['a'] },
      { name: 'd', reads: ['b', 'c'] },
    ];
    expect(shown(sketchView(branches)).plan.forms).toEqual(['layered']);
  });

  test('what many read from far below has a line to the first of them alone', () => {
    const styled: readonly SketchNode[] = [
      { name: 'style', reads: ['x'] },
      { name: 'first', reads: ['x', 'style'] },
      { name: 'side', reads: ['x'] },
      ...Array.from({ length: 8 }, (_, index): SketchNode => {
        const before = index === 0 ? 'first' : `n${index - 1}`;
        return { name: `n${index}`, reads: index % 2 === 0 ? [before] : [before, 'style'] };
      }),
      { name: 'end', reads: ['n7', 'side'] },
    ];
    const { plan, graph, nameOf } = shown(sketchView(styled));
    expect(plan.forms).toEqual(['layered']);
    expect([...plan.farReaders].map(([box, count]) => [nameOf(box), count])).toEqual([['style', 4]]);
    const level = plan.input.levels[0];
    const unrouted = [...(level?.unrouted ?? [])].map(position =>
      nameOf(graph.levels[0]?.boxes[level?.edges[2 * position + 1] ?? -1] ?? -1),
    );
    expect(unrouted.sort()).toEqual(['n1', 'n3', 'n5', 'n7']);
  });

  test('large levels are laid out rank by rank', () => {
    const many = Array.from({ length: 300 }, (_, index): SketchNode => ({ name: `n${index}`, reads: [index < 2 ? 'x' : `n${index - 2}`] }));
    expect(shown(sketchView(many)).plan.forms).toEqual(['linear']);
  });

  test('a skip is told from the way to the next', () => {
    const { plan, nameOf } = shown(sketchView(TOWER));
    expect([...plan.skips].map(({ from, to }) => `${nameOf(from)} → ${nameOf(to)}`)).toEqual(['stem → head']);
  });
});
