import type { Column } from '../../../src/shared/report/column';
import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import type { RooflineView } from '../../../src/shared/report/roofline';
import { buildColumns } from './buildColumns';
import { layerName } from './layerName';
import type { Layer, LayerModel, LayerUnit, Section } from './layerModel';

/** Above this many kernels the spine and the table show layers instead of kernels (design spec 4.2). */
const MOST_KERNELS_SHOWN = 150;

/** The unit that views start with: kernels of a small model that was profiled to the end, layers otherwise. */
export function defaultUnit(view: ModelView, profile: Profile | undefined): LayerUnit {
  if (profile === undefined || profile.kernels.length > MOST_KERNELS_SHOWN) return 'layers';
  return coversAllArithmetic(view, profile.kernels) ? 'kernels' : 'layers';
}

/** Derives what all views show from a model and, when there is one, its profile. */
export function buildLayerModel(
  view: ModelView,
  profile: Profile | undefined,
  unit: LayerUnit,
  { roofline, sparsity }: { readonly roofline?: RooflineView | undefined; readonly sparsity?: readonly Column[] | undefined } = {},
): LayerModel {
  const drafts = draftsOf(view, profile?.kernels ?? [], unit);
  const { order, sections } = arrange(view, drafts);
  const layers = order.map((draft, index) => finish(view, profile, draft, sections, index));
  const layerOfNode = new Int32Array(view.nodeOps.length).fill(-1);
  layers.forEach((layer, index) => {
    for (const node of layer.nodes) layerOfNode[node] = index;
  });
  const indexOfKey = new Map(layers.map((layer, index) => [layer.key, index]));
  const columns = buildColumns({ view, profile, roofline, sparsity }, layers);
  return { unit, view, profile, roofline, layers, sections, layerOfNode, indexOfKey, columns };
}

interface Draft {
  readonly key: number;
  readonly node: number;
  /** Leaf group, −1 for none. */
  readonly group: number;
  readonly nodes: number[];
  readonly kernels: number[];
}

/** A partial profile (or one of another file) leaves nodes with arithmetic without a kernel. */
function coversAllArithmetic(view: ModelView, kernels: readonly Kernel[]): boolean {
  const macs = view.analysis.columns.find(column => column.id === 'macs')?.values;
  const covered = new Uint8Array(view.nodeOps.length);
  for (const kernel of kernels) for (const node of kernel.covers) covered[node] = 1;
  const { layerOf } = view.analysis.hierarchy;
  const missing = macs?.findIndex((value, node) => value > 0 && covered[node] === 0 && (layerOf[node] ?? -1) >= 0) ?? -1;
  return kernels.length > 0 && missing < 0;
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
  const spans = new Map<number, Draft[]>();
  ran.forEach((draft, index) => {
    const top = topGroup(view, draft.group);
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

function topGroup(view: ModelView, group: number): number {
  const { groups } = view.analysis.hierarchy;
  let top = group;
  for (let parent = groups[top]?.parent ?? -1; parent >= 0; parent = groups[top]?.parent ?? -1) top = parent;
  return top;
}

function finish(view: ModelView, profile: Profile | undefined, draft: Draft, sections: readonly Section[], index: number): Layer {
  const section = sectionAt(sections, index);
  const { full, short } = layerName(view, profile, draft, sections[section]?.name ?? '');
  const covers = (kernel: number) => profile?.kernels[kernel]?.covers.includes(draft.node) === true;
  const anchorKernel = draft.kernels.find(covers) ?? (draft.node < 0 ? draft.kernels[0] : undefined) ?? -1;
  return { ...draft, name: full, shortName: short, section, anchorKernel };
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
