import { IntColumn } from '../../../src/shared/base/intColumn';
import type { LayerModel } from '../model/layerModel';
import { boxId } from './boxId';
import type { GraphTree, TreeChild, TreeGroup } from './graphTree';
import type { LayerEdges } from './layerEdges';
import { PairIndex } from './pairIndex';
import { siblingRuns } from './siblingRuns';

/**
 * What a box is: a collapsed group, several equal ones in a row, an expanded group around its content, a layer, or a model's inputs or outputs.
 */
export type BoxKind = 'group' | 'run' | 'frame' | 'layer' | 'inputs' | 'outputs';

export interface Box {
  readonly kind: BoxKind;
  /** Id of a group, of the first group of a run, key of a layer: with the kind what `boxId` makes an identity of. */
  readonly key: number;
  /** Level that it stands in, and its place there. */
  readonly level: number;
  readonly place: number;
  /** Level that it frames, −1 for all but frames. */
  readonly inner: number;
  /** Group; the first one of a run; of a layer the group that holds it. −1 for none. */
  readonly group: number;
  /** Layers inside, as places in the tree's order. */
  readonly first: number;
  readonly end: number;
  /** Groups of a run. */
  readonly instances: readonly TreeGroup[];
}

/** Tensors from one box of a level to another. */
export interface BoxEdge {
  /** Box ids; −1 for the frame that an edge enters from. */
  readonly from: number;
  readonly to: number;
  readonly level: number;
  /** The first of its layer edges, and how many different tensors there are. */
  readonly edge: number;
  readonly tensors: number;
  /** Groups of a run that read any of them; 1 for other boxes. */
  readonly readers: number;
}

export interface VisibleLevel {
  /** Box of the frame, −1 for the root. */
  readonly frame: number;
  readonly depth: number;
  readonly boxes: readonly number[];
  readonly edges: readonly BoxEdge[];
  /** Boxes that read something from outside of the frame. */
  readonly entries: readonly BoxEdge[];
}

/** The part of a model that is on the canvas: boxes in execution order, a frame before its content, and the edges of each level. */
export interface VisibleGraph {
  readonly boxes: readonly Box[];
  readonly levels: readonly VisibleLevel[];
  /** Innermost box of each layer. */
  readonly boxOfLayer: Int32Array;
  /** The box with an id (`boxId`), −1 when it is not there. */
  readonly indexOf: (id: string | undefined) => number;
}

export interface Expansion {
  /** Groups that are shown with their content. */
  readonly expanded: ReadonlySet<number>;
  /** Runs, by their first group, that are shown group by group. */
  readonly unfolded: ReadonlySet<number>;
}

interface Drafts {
  readonly boxes: Box[];
  readonly levels: { readonly frame: number; readonly depth: number; readonly boxes: number[] }[];
  readonly boxOfLayer: Int32Array;
  /** Group of a run that a layer is in, −1 for layers that are in none. */
  readonly instanceOfLayer: Int32Array;
}

export function visibleGraph(
  tree: GraphTree,
  edges: LayerEdges,
  { expanded, unfolded }: Expansion,
  model: Pick<LayerModel, 'layers' | 'indexOfKey'>,
): VisibleGraph {
  const [boxOfLayer, instanceOfLayer] = [new Int32Array(tree.order.length).fill(-1), new Int32Array(tree.order.length).fill(-1)];
  const drafts: Drafts = { boxes: [], levels: [], boxOfLayer, instanceOfLayer };
  const cover = (box: number, { id, first, end }: TreeGroup, inRun: boolean) => {
    for (let place = first; place < end; place++) {
      boxOfLayer[tree.order[place]!] = box;
      if (inRun) instanceOfLayer[tree.order[place]!] = id;
    }
  };
  /** One form for all boxes: there may be a hundred thousand of them. */
  const add = (
    level: number,
    kind: BoxKind,
    key: number,
    inner: number,
    group: number,
    span: readonly [number, number],
    instances = NONE,
  ) => {
    const boxes = drafts.levels[level]?.boxes ?? [];
    boxes.push(drafts.boxes.length);
    return drafts.boxes.push({ kind, key, level, place: boxes.length - 1, inner, group, first: span[0], end: span[1], instances }) - 1;
  };
  const addLevel = (frame: number, depth: number) => drafts.levels.push({ frame, depth, boxes: [] }) - 1;
  let next = 0;
  const addGroup = (level: number, depth: number, group: TreeGroup) => {
    const { id, first, end } = group;
    const isOpen = expanded.has(id);
    const inner = isOpen ? drafts.levels.length : -1;
    const box = add(level, isOpen ? 'frame' : 'group', id, inner, id, [first, end]);
    if (isOpen) fill(addLevel(box, depth + 1), depth + 1, group.children, id);
    else {
      cover(box, group, false);
      next = end;
    }
  };
  const fill = (level: number, depth: number, children: readonly TreeChild[], parent: number) => {
    for (const part of siblingRuns(children, expanded, unfolded)) {
      if (part.kind === 'run') {
        const [start, last] = [part.groups[0], part.groups.at(-1)];
        if (start === undefined || last === undefined) continue;
        const box = add(level, 'run', start.id, -1, start.id, [start.first, last.end], part.groups);
        for (const group of part.groups) cover(box, group, true);
        next = last.end;
      } else if (part.kind === 'group') addGroup(level, depth, part.group);
      else {
        boxOfLayer[part.layer] = add(level, 'layer', model.layers[part.layer]?.key ?? -1, -1, parent, [next, next + 1]);
        next++;
      }
    }
  };
  const root = addLevel(-1, 0);
  const inputs = edges.from.includes(-1) ? add(root, 'inputs', 0, -1, -1, [0, 0]) : -1;
  fill(root, 0, tree.roots, -1);
  const outputs = edges.to.includes(-1) ? add(root, 'outputs', 0, -1, -1, [0, 0]) : -1;
  const levels = withEdges(drafts, edges, inputs, outputs);
  return { boxes: drafts.boxes, levels, boxOfLayer, indexOf: finder(drafts, model) };
}

const NONE: readonly TreeGroup[] = [];

/** Layers are found by their key, everything else by its id. */
function finder({ boxes, boxOfLayer }: Drafts, { indexOfKey }: Pick<LayerModel, 'indexOfKey'>): VisibleGraph['indexOf'] {
  const others = new Map<string, number>();
  boxes.forEach((box, index) => {
    if (box.kind !== 'layer') others.set(boxId(box), index);
  });
  return id => {
    if (id?.startsWith('l') !== true) return others.get(id ?? '') ?? -1;
    const box = boxOfLayer[indexOfKey.get(Number(id.slice(1))) ?? -1] ?? -1;
    return boxes[box]?.kind === 'layer' ? box : -1;
  };
}

/** Gives every tensor to the innermost level that holds both of its ends, and to the frames that it enters on its way. */
function withEdges(
  { boxes, levels, boxOfLayer, instanceOfLayer }: Drafts,
  edges: LayerEdges,
  inputs: number,
  outputs: number,
): readonly VisibleLevel[] {
  const between = levels.map((_, level) => new EdgeSums(level));
  const entering = levels.map((_, level) => new EdgeSums(level));
  const levelOf = (box: number) => boxes[box]?.level ?? 0;
  const depthOf = (box: number) => levels[levelOf(box)]?.depth ?? 0;
  const outside = (box: number) => levels[levelOf(box)]?.frame ?? -1;
  for (let edge = 0; edge < edges.from.length; edge++) {
    const [fromLayer, toLayer, tensor] = [edges.from[edge]!, edges.to[edge]!, edges.tensor[edge]!];
    const reader = instanceOfLayer[toLayer] ?? -1;
    let from = fromLayer < 0 ? inputs : (boxOfLayer[fromLayer] ?? -1);
    let to = toLayer < 0 ? outputs : (boxOfLayer[toLayer] ?? -1);
    if (from < 0 || to < 0) continue;
    while (from !== to && levelOf(from) !== levelOf(to)) {
      if (depthOf(to) >= depthOf(from)) {
        entering[levelOf(to)]?.add(-1, to, edge, tensor, reader);
        to = outside(to);
      } else from = outside(from);
    }
    if (from !== to && from >= 0 && to >= 0) between[levelOf(from)]?.add(from, to, edge, tensor, reader);
  }
  return levels.map((level, index) => ({ ...level, edges: between[index]?.list ?? [], entries: entering[index]?.list ?? [] }));
}

/** Tensors between the same boxes are one edge. */
class EdgeSums {
  readonly list: {
    readonly from: number;
    readonly to: number;
    readonly level: number;
    readonly edge: number;
    tensors: number;
    readers: number;
  }[] = [];
  private readonly pairs = new PairIndex();
  private readonly readers = new PairIndex();
  private readonly lastTensor = new IntColumn();

  constructor(private readonly level: number) {}

  add(from: number, to: number, edge: number, tensor: number, reader: number): void {
    const number = this.pairs.numberOf(from, to);
    const known = this.readers.size;
    if (reader >= 0) this.readers.numberOf(number, reader);
    const found = this.list[number];
    if (found === undefined) {
      this.list.push({ from, to, level: this.level, edge, tensors: 1, readers: 1 });
      this.lastTensor.push(tensor);
      return;
    }
    if (this.lastTensor.get(number) !== tensor) found.tensors++;
    if (this.readers.size > known) found.readers++;
    this.lastTensor.set(number, tensor);
  }
}
