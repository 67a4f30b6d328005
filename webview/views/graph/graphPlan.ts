import type { LayoutInput, LayoutLevel, LevelForm } from '../../layout/graph/layoutInput';
import type { LayerModel } from '../model/layerModel';
import { LAYER_HEAD, LAYER_WIDTH, layerHeight, LINE, NARROW_LAYER_WIDTH, RUN_WIDTH, runHeight, SMALL_GROUP, TERMINAL } from './boxSizes';
import { cardRows, type CardRow } from './cardRows';
import type { GraphTree } from './graphTree';
import { isFused } from './isFused';
import { isTerminal, levelForm, ranksOf } from './levelForm';
import type { BoxEdge, VisibleGraph, VisibleLevel } from './visibleGraph';

export type Direction = 'down' | 'right';

/** What is laid out, and how the boxes of each level stand. */
export interface GraphPlan {
  readonly input: LayoutInput;
  /** Edges on the canvas; their places in the list are those of their polylines in the layout. */
  readonly edges: readonly BoxEdge[];
  /** Those that run beside the trunk, past at least one box. */
  readonly skips: ReadonlySet<BoxEdge>;
  readonly forms: readonly LevelForm[];
  /** By box; nothing for boxes that are no layer with rows. */
  readonly rows: ReadonlyMap<number, readonly CardRow[]>;
  /** Boxes beside the trunk, with the number of boxes that read them. */
  readonly aside: ReadonlyMap<number, number>;
  /** How many boxes read each box without a line to them. */
  readonly farReaders: ReadonlyMap<number, number>;
  /** Boxes are kernels alone: what they fused is not shown. */
  readonly kernelsOnly: boolean;
}

export function graphPlan(model: LayerModel, tree: GraphTree, graph: VisibleGraph, direction: Direction, kernelsOnly = false): GraphPlan {
  const { boxes, levels } = graph;
  const arranged = levels.map(level => levelForm(graph, level));
  const rows = new Map<number, readonly CardRow[]>();
  const aside = new Map<number, number>();
  const farReaders = new Map<number, number>();
  const sizes = { width: new Float64Array(boxes.length), height: new Float64Array(boxes.length), stretches: new Uint8Array(boxes.length) };
  const edges: BoxEdge[] = [];
  const skips = new Set<BoxEdge>();
  const ordered: LayoutLevel[] = [];
  for (let index = levels.length - 1; index >= 0; index--) {
    const level = levels[index]!;
    const { form, aside: beside, unrouted } = arranged[index]!;
    const narrow = form === 'layered' && hasWideRank(graph, level);
    for (const box of level.boxes) sizeBox({ model, tree, graph, direction, form, narrow, kernelsOnly }, box, sizes, rows);
    for (const place of beside) makeAside(level, place, sizes, aside);
    const shown = shownEdges(graph, level, form, beside);
    const entries = form === 'layered' ? level.entries : [];
    for (const edge of shown) {
      edges.push(edge);
      if (form === 'stack' && isSkip(graph, edge, beside)) skips.add(edge);
    }
    for (const edge of entries) edges.push(edge);
    for (const { from } of unrouted) farReaders.set(from, (farReaders.get(from) ?? 0) + 1);
    ordered.push({
      frame: level.frame,
      form,
      boxes: Int32Array.from(level.boxes),
      aside: Int32Array.from(beside),
      edges: placesOf(graph, shown),
      unrouted: new Set(shown.flatMap((edge, position) => (unrouted.has(edge) ? [position] : []))),
      entries: Int32Array.from(entries, ({ to }) => boxes[to]?.place ?? -1),
    });
  }
  return {
    input: { direction, ...sizes, levels: ordered },
    edges,
    skips,
    forms: arranged.map(({ form }) => form),
    rows,
    aside,
    farReaders,
    kernelsOnly,
  };
}

/** Pairs of places: from, to. */
function placesOf({ boxes }: VisibleGraph, edges: readonly BoxEdge[]): Int32Array {
  const places = new Int32Array(2 * edges.length);
  edges.forEach(({ from, to }, edge) => {
    places[2 * edge] = boxes[from]?.place ?? -1;
    places[2 * edge + 1] = boxes[to]?.place ?? -1;
  });
  return places;
}

interface Sizes {
  readonly width: Float64Array;
  readonly height: Float64Array;
  readonly stretches: Uint8Array;
}

/** A collapsed group is a line in a stack that runs down, a small card elsewhere. */
export function isLine(form: LevelForm, direction: Direction): boolean {
  return form === 'stack' && direction === 'down';
}

interface Sizing {
  readonly model: LayerModel;
  readonly tree: GraphTree;
  readonly graph: VisibleGraph;
  readonly direction: Direction;
  readonly form: LevelForm;
  readonly narrow: boolean;
  readonly kernelsOnly: boolean;
}

function sizeBox(sizing: Sizing, index: number, sizes: Sizes, rows: Map<number, readonly CardRow[]>): void {
  const { model, tree, direction, form, narrow, kernelsOnly } = sizing;
  const { boxes, levels } = sizing.graph;
  const box = boxes[index];
  if (box === undefined) return;
  const set = (width: number, height: number) => {
    sizes.width[index] = width;
    sizes.height[index] = height;
  };
  if (isTerminal(box)) set(TERMINAL.width, TERMINAL.height);
  else if (box.kind === 'layer') {
    const layer = tree.order[box.first] ?? -1;
    const shown = form === 'linear' || kernelsOnly ? [] : cardRows(model, layer);
    if (shown.length > 0) rows.set(index, shown);
    const hasOutline = !kernelsOnly && isFused(model, layer);
    set(narrow ? NARROW_LAYER_WIDTH : LAYER_WIDTH, form === 'linear' ? LAYER_HEAD : layerHeight(shown.length, hasOutline));
  } else if (box.kind === 'run') set(RUN_WIDTH, runHeight(box.instances.length));
  else if (box.kind === 'frame') set(LINE.width, 0);
  else if (isLine(form, direction)) set(LINE.width, LINE.height);
  else set(SMALL_GROUP.width, SMALL_GROUP.height);
  const isNested = (levels[box.level]?.frame ?? -1) >= 0;
  const stretches = form === 'stack' && (box.kind === 'group' || (isNested && (box.kind === 'run' || box.kind === 'frame')));
  sizes.stretches[index] = stretches ? 1 : 0;
}

function makeAside(level: VisibleLevel, place: number, sizes: Sizes, aside: Map<number, number>): void {
  const box = level.boxes[place] ?? -1;
  aside.set(
    box,
    level.edges.reduce((sum, { from, readers }) => (from === box ? sum + readers : sum), 0),
  );
  sizes.width[box] = SMALL_GROUP.width;
  sizes.stretches[box] = 0;
}

/** In a stack the model's inputs and outputs have an edge to their neighbour only: one to every box would hide all others. */
function shownEdges({ boxes }: VisibleGraph, level: VisibleLevel, form: LevelForm, aside: readonly number[]): readonly BoxEdge[] {
  if (form !== 'stack') return level.edges;
  const trunk = level.boxes.filter((_, place) => !aside.includes(place));
  const [first, last] = [trunk[1], trunk.at(-2)];
  return level.edges.filter(({ from, to }) => {
    if (boxes[from]?.kind === 'inputs') return to === first;
    return boxes[to]?.kind !== 'outputs' || from === last;
  });
}

function isSkip({ boxes }: VisibleGraph, { from, to }: BoxEdge, aside: readonly number[]): boolean {
  const [fromPlace, toPlace] = [boxes[from]?.place ?? -1, boxes[to]?.place ?? -1];
  if (aside.includes(fromPlace) || aside.includes(toPlace)) return false;
  for (let place = fromPlace + 1; place < toPlace; place++) if (!aside.includes(place)) return true;
  return toPlace < fromPlace;
}

/** Whether three or more boxes stand side by side, by the longest path to each. */
function hasWideRank({ boxes }: VisibleGraph, level: VisibleLevel): boolean {
  const ranks = ranksOf(boxes, level);
  const counts = new Int32Array(level.boxes.length + 1);
  return ranks.some(rank => (counts[rank] = counts[rank]! + 1) >= 3);
}
