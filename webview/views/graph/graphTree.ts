import type { LayerGroup } from '../../../src/shared/report/analysis';
import type { LayerModel } from '../model/layerModel';

/** A group that holds layers of a model. */
export interface TreeGroup {
  readonly id: number;
  readonly name: string;
  readonly inferred: boolean;
  /** Group id, −1 at the top. */
  readonly parent: number;
  readonly children: readonly TreeChild[];
  /** Layers inside, as places in `GraphTree.order`: `first … end − 1`. */
  readonly first: number;
  readonly end: number;
  /** Equal for groups of equal structure. */
  readonly structure: number;
}

export type TreeChild = { readonly kind: 'group'; readonly group: TreeGroup } | { readonly kind: 'layer'; readonly layer: number };

/** Layers of a model in their groups. */
export interface GraphTree {
  readonly roots: readonly TreeChild[];
  readonly groups: ReadonlyMap<number, TreeGroup>;
  /** Layers in the order of the tree, groups kept together. */
  readonly order: Int32Array;
  /** Innermost group of each layer, −1 for none. */
  readonly groupOfLayer: Int32Array;
}

interface Draft {
  readonly group: LayerGroup;
  readonly children: (Draft | number)[];
  /** Number of layers inside, and the sum of their places in the order of all layers. */
  count: number;
  places: number;
}

/** Children of a group come in the order of the middles of what runs in them. */
export function graphTree(model: LayerModel): GraphTree {
  const roots = draftsOf(model);
  const order = new Int32Array(model.layers.length);
  const groupOfLayer = new Int32Array(model.layers.length).fill(-1);
  const groups = new Map<number, TreeGroup>();
  const keys = structureKeys(model);
  let next = 0;
  const finish = (child: Draft | number, parent: number): TreeChild => {
    if (typeof child === 'number') {
      order[next++] = child;
      groupOfLayer[child] = parent;
      return { kind: 'layer', layer: child };
    }
    const { id, name, inferred } = child.group;
    const first = next;
    const children = contentOf(child).map(inner => finish(inner, id));
    const group = { id, name, inferred, parent, children, first, end: next, structure: keys.ofGroup(children) };
    groups.set(id, group);
    return { kind: 'group', group };
  };
  return { roots: roots.map(child => finish(child, -1)), groups, order, groupOfLayer };
}

/** A group with nothing but another group in it would be a frame around a frame. */
function contentOf({ children }: Draft): readonly (Draft | number)[] {
  const [only] = children;
  return children.length === 1 && only !== undefined && typeof only !== 'number' ? contentOf(only) : children;
}

function draftsOf({ layers, view }: LayerModel): readonly (Draft | number)[] {
  const known = view.analysis.hierarchy.groups;
  const drafts = new Map<number, Draft>();
  const roots: (Draft | number)[] = [];
  const draftOf = (id: number): Draft | undefined => {
    const group = known[id];
    if (group === undefined) return undefined;
    let draft = drafts.get(id);
    if (draft === undefined) {
      draft = { group, children: [], count: 0, places: 0 };
      drafts.set(id, draft);
      (draftOf(group.parent)?.children ?? roots).push(draft);
    }
    return draft;
  };
  layers.forEach(({ group }, layer) => {
    const draft = draftOf(group);
    (draft?.children ?? roots).push(layer);
    for (let around = draft; around !== undefined; around = drafts.get(around.group.parent)) {
      around.count++;
      around.places += layer;
    }
  });
  const middleOf = (child: Draft | number): number => (typeof child === 'number' ? child : child.places / child.count);
  for (const { children } of drafts.values()) children.sort((a, b) => middleOf(a) - middleOf(b));
  return roots.sort((a, b) => middleOf(a) - middleOf(b));
}

/** Structure as a number: operators of the layers and structures of the groups inside, in the order of the file (threads may run equal blocks in another). */
function structureKeys({ layers, view, profile }: LayerModel) {
  const numbers = new Map<string, number>();
  const nodeOf = (child: TreeChild): number =>
    child.kind === 'layer' ? (layers[child.layer]?.node ?? -1) : smallestNode(child.group.children.map(nodeOf));
  const wordOf = (child: TreeChild): string => {
    if (child.kind === 'group') return `#${child.group.structure}`;
    const { node = -1, kernels = [] } = layers[child.layer] ?? {};
    return view.nodeOps[node] ?? profile?.kernels[kernels[0] ?? -1]?.op ?? '';
  };
  const ofGroup = (children: readonly TreeChild[]): number => {
    const sorted = children.map(child => ({ child, node: nodeOf(child) })).sort((a, b) => a.node - b.node);
    const word = sorted.map(({ child }) => wordOf(child)).join(' ');
    const known = numbers.get(word) ?? numbers.size;
    numbers.set(word, known);
    return known;
  };
  return { ofGroup };
}

function smallestNode(nodes: readonly number[]): number {
  return nodes.reduce((least, node) => (node >= 0 && (least < 0 || node < least) ? node : least), -1);
}
