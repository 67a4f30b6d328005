import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import { layerName } from './layerName';
import type { Layer, LayerModel, LayerUnit, Section } from './layerModel';

/** A model's layers without their metrics. */
export type Layers = Omit<LayerModel, 'columns' | 'roofline'>;

/** Derives the units of a model, which wait for nothing but the model and, when there is one, its profile. */
export function buildLayers(view: ModelView, profile: Profile | undefined, unit: LayerUnit): Layers {
  const drafts = draftsOf(view, profile?.kernels ?? [], unit);
  const { order, sections } = arrange(view, drafts);
  const layers = order.map((draft, index) => finish(view, profile, draft, sections, index));
  const layerOfNode = new Int32Array(view.nodeOps.length).fill(-1);
  layers.forEach((layer, index) => {
    for (const node of layer.nodes) layerOfNode[node] = index;
  });
  const indexOfKey = new Map(layers.map((layer, index) => [layer.key, index]));
  return { unit, view, profile, layers, sections, layerOfNode, indexOfKey };
}

interface Draft {
  readonly key: number;
  readonly node: number;
  /** Leaf group, −1 for none. */
  readonly group: number;
  readonly nodes: number[];
  readonly kernels: number[];
}

function draftsOf(view: ModelView, kernels: readonly Kernel[], unit: LayerUnit): readonly Draft[] {
  if (unit === 'kernels') return kernelDrafts(view, kernels);
  const { layerOf, groupOf } = view.analysis.hierarchy;
  const byAnchor = new Map<number, Draft>();
  for (let node = 0; node < layerOf.length; node++) {
    const anchor = unit === 'nodes' && (layerOf[node] ?? -1) >= 0 ? node : (layerOf[node] ?? -1);
    if (anchor < 0) continue;
    let draft = byAnchor.get(anchor);
    if (draft === undefined) {
      draft = { key: anchor, node: anchor, group: groupOf[anchor] ?? -1, nodes: [], kernels: [] };
      byAnchor.set(anchor, draft);
    }
    draft.nodes.push(node);
  }
  joinKernels(view, kernels, byAnchor, unit);
  return [...byAnchor.values()];
}

/** Gives each kernel to the layer of the node that its time stands on; one without a node to the layer that ran before it. */
function joinKernels(view: ModelView, kernels: readonly Kernel[], byAnchor: ReadonlyMap<number, Draft>, unit: LayerUnit): void {
  const { layerOf } = view.analysis.hierarchy;
  let last: Draft | undefined;
  kernels.forEach((kernel, index) => {
    const node = kernel.anchor ?? kernel.covers[0] ?? -1;
    if (unit === 'nodes' && (kernel.added || node < 0)) return;
    const draft = byAnchor.get(unit === 'nodes' ? node : (layerOf[node] ?? -1)) ?? last;
    draft?.kernels.push(index);
    last = draft;
  });
}

function kernelDrafts(view: ModelView, kernels: readonly Kernel[]): readonly Draft[] {
  const { groupOf } = view.analysis.hierarchy;
  const taken = new Set<number>();
  let lastGroup = -1;
  return kernels.map((kernel, index) => {
    const node = kernel.added ? -1 : (kernel.anchor ?? kernel.covers[0] ?? -1);
    const group = groupOf[node >= 0 ? node : (kernel.anchor ?? -1)] ?? lastGroup;
    lastGroup = group;
    const isFirst = node >= 0 && !taken.has(node);
    taken.add(node);
    return { key: isFirst ? node : -2 - index, node, group, nodes: kernel.added ? [] : [...kernel.covers], kernels: [index] };
  });
}

/** Execution order with top-level groups kept together: a layer that ran inside the span of another group stands with its own. */
function arrange(view: ModelView, drafts: readonly Draft[]): { readonly order: readonly Draft[]; readonly sections: readonly Section[] } {
  const ran = [...drafts].sort((a, b) => positionOf(a) - positionOf(b));
  const tops = topGroups(view);
  const spans = new Map<number, Draft[]>();
  ran.forEach((draft, index) => {
    const top = tops[draft.group] ?? -1;
    const span = top < 0 ? -1 - index : top;
    const members = spans.get(span);
    if (members === undefined) spans.set(span, [draft]);
    else members.push(draft);
  });
  const sections: Section[] = [];
  let first = 0;
  for (const [top, members] of spans) {
    const group = view.analysis.hierarchy.groups[top];
    if (group !== undefined) sections.push({ name: group.name, inferred: group.inferred, first, end: first + members.length });
    first += members.length;
  }
  return { order: [...spans.values()].flat(), sections };
}

/** Kernels give the order that was run; what has none (not profiled, folded) takes its place in the file. */
function positionOf(draft: Draft): number {
  return draft.kernels[0] ?? draft.nodes[0] ?? draft.node;
}

/** Group at the top above each group. */
function topGroups({ analysis }: ModelView): Int32Array {
  const { groups } = analysis.hierarchy;
  const tops = new Int32Array(groups.length);
  groups.forEach(({ parent }, group) => {
    let top = group;
    for (let above = parent; above >= 0; above = groups[above]?.parent ?? -1) top = above;
    tops[group] = top;
  });
  return tops;
}

function finish(view: ModelView, profile: Profile | undefined, draft: Draft, sections: readonly Section[], index: number): Layer {
  const section = sectionAt(sections, index);
  const { full, short } = layerName(view, profile, draft, sections[section]?.name ?? '');
  const { key, node, group, nodes, kernels } = draft;
  const covers = (kernel: number) => profile?.kernels[kernel]?.covers.includes(node) === true;
  const anchorKernel = kernels.find(covers) ?? (node < 0 ? kernels[0] : undefined) ?? -1;
  // Written out: a spread of 100,000 takes as long as everything else here.
  return { key, node, group, nodes, kernels, name: full, shortName: short, section, anchorKernel };
}

function sectionAt(sections: readonly Section[], index: number): number {
  let [low, high] = [0, sections.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const section = sections[middle];
    if (section === undefined) return -1;
    if (index < section.first) high = middle - 1;
    else if (index >= section.end) low = middle + 1;
    else return middle;
  }
  return -1;
}
