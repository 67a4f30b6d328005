import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import { layerName } from './layerName';
import type { Layer, LayerModel, LayerUnit, Section } from './layerModel';

/** A model's layers without their metrics. */
export type Layers = Omit<LayerModel, 'columns' | 'roofline'>;

/** Where a group at the top comes: by the middle of what it ran, or by its first layer, which more layers that follow do not change. */
export type SectionOrder = 'middle' | 'first';

export interface LayerOptions {
  readonly by?: SectionOrder;
  /** Of nodes: also those that are hidden elsewhere, constants and what depends on them or on sizes alone. */
  readonly withHidden?: boolean;
}

/** Derives the units of a model, which wait for nothing but the model and, when there is one, its profile. */
export function buildLayers(view: ModelView, profile: Profile | undefined, unit: LayerUnit, options: LayerOptions = {}): Layers {
  const drafts = draftsOf(view, profile?.kernels ?? [], unit, options.withHidden ?? false);
  const { order, sections } = arrange(view, drafts, options.by ?? 'middle');
  const sectionOf = sectionsOf(sections, order.length);
  const layers = order.map((draft, index) => finish(view, profile, draft, sections, sectionOf[index] ?? -1));
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

function draftsOf(view: ModelView, kernels: readonly Kernel[], unit: LayerUnit, withHidden: boolean): readonly Draft[] {
  if (unit === 'kernels') return kernelDrafts(view, kernels);
  const { layerOf, groupOf } = view.analysis.hierarchy;
  const drafts: Draft[] = [];
  const byAnchor = new Array<Draft | undefined>(layerOf.length).fill(undefined);
  for (let node = 0; node < layerOf.length; node++) {
    const own = layerOf[node] ?? -1;
    const anchor = unit === 'nodes' && (own >= 0 || withHidden) ? node : own;
    if (anchor < 0) continue;
    const draft = byAnchor[anchor];
    if (draft !== undefined) draft.nodes.push(node);
    else {
      const ran = kernels.length === 0 ? NO_KERNELS : [];
      drafts.push((byAnchor[anchor] = { key: anchor, node: anchor, group: groupOf[anchor] ?? -1, nodes: [node], kernels: ran }));
    }
  }
  joinKernels(view, kernels, byAnchor, unit);
  return drafts;
}

/** Of every layer of a model that was not profiled. */
const NO_KERNELS: number[] = [];

/** Gives each kernel to the layer of the node that its time stands on; one without a node to the layer that ran before it. */
function joinKernels(view: ModelView, kernels: readonly Kernel[], byAnchor: readonly (Draft | undefined)[], unit: LayerUnit): void {
  const { layerOf } = view.analysis.hierarchy;
  let last: Draft | undefined;
  kernels.forEach((kernel, index) => {
    const node = kernel.anchor ?? kernel.covers[0] ?? -1;
    if (unit === 'nodes' && (kernel.added || node < 0)) return;
    const draft = byAnchor[unit === 'nodes' ? node : (layerOf[node] ?? -1)] ?? last;
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

/**
 * Execution order with top-level groups kept together: a layer that ran inside the span of another group stands with its own. Groups come in the order of
 * the middles of what they ran: exporters and optimizers like to move a few small layers of all groups to the front. Middles of the beginning of a model are
 * not those of the model, so that there they come as they appear.
 */
function arrange(
  view: ModelView,
  drafts: readonly Draft[],
  by: SectionOrder,
): { readonly order: readonly Draft[]; readonly sections: readonly Section[] } {
  const ran = isInOrder(drafts) ? drafts : [...drafts].sort((a, b) => positionOf(a) - positionOf(b));
  const tops = topGroups(view);
  const spans = new Map<number, Span>();
  let last: Span | undefined;
  ran.forEach((draft, index) => {
    const top = tops[draft.group] ?? -1;
    if (last === undefined || top < 0 || top !== last.top) {
      const key = top < 0 ? -1 - index : top;
      last = spans.get(key) ?? { top, members: [], positions: 0 };
      spans.set(key, last);
    }
    last.members.push(draft);
    last.positions += index;
  });
  const ordered = [...spans.values()];
  if (by === 'middle') ordered.sort((a, b) => a.positions / a.members.length - b.positions / b.members.length);
  const sections: Section[] = [];
  let first = 0;
  for (const { top, members } of ordered) {
    const group = view.analysis.hierarchy.groups[top];
    if (group !== undefined) sections.push({ name: group.name, inferred: group.inferred, first, end: first + members.length });
    first += members.length;
  }
  return { order: ordered.flatMap(({ members }) => members), sections };
}

/** Layers of one group at the top, or one without a group. */
interface Span {
  /** −1 for none. */
  readonly top: number;
  readonly members: Draft[];
  /** Sum of their places in the order in which everything ran. */
  positions: number;
}

function isInOrder(drafts: readonly Draft[]): boolean {
  let last = -1;
  for (const draft of drafts) {
    const position = positionOf(draft);
    if (position < last) return false;
    last = position;
  }
  return true;
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

function finish(view: ModelView, profile: Profile | undefined, draft: Draft, sections: readonly Section[], section: number): Layer {
  const { full, short } = layerName(view, profile, draft, sections[section]?.name ?? '');
  const { key, node, group, nodes, kernels } = draft;
  const covers = (kernel: number) => profile?.kernels[kernel]?.covers.includes(node) === true;
  const anchorKernel = kernels.length === 0 ? -1 : (kernels.find(covers) ?? (node < 0 ? kernels[0] : undefined) ?? -1);
  // Written out: a spread of 100,000 takes as long as everything else here.
  return { key, node, group, nodes, kernels, name: full, shortName: short, section, anchorKernel };
}

/** Section of each layer, −1 for none. */
function sectionsOf(sections: readonly Section[], count: number): Int32Array {
  const sectionOf = new Int32Array(count).fill(-1);
  sections.forEach(({ first, end }, section) => sectionOf.fill(section, first, end));
  return sectionOf;
}
