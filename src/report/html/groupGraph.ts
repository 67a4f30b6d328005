import { NONE } from '../../shared/graph/graph';
import { mainGraph, nodeInputs, producerOf } from '../../shared/graph/traversal';
import type { ReportContent } from '../reportContent';
import { sumOfKnown, type ReportLayer, type ReportLayers } from '../reportLayers';

/** A box of the graph: a group, or layers that stand between groups. */
export interface GroupBox {
  readonly name: string;
  readonly layers: readonly ReportLayer[];
  /** NaN when it is known of no layer. */
  readonly value: number;
}

export interface GroupGraph {
  readonly boxes: readonly GroupBox[];
  /** Pairs of places in `boxes`: from, to. */
  readonly edges: Int32Array;
}

/** A page has room for this many boxes below each other. */
const MOST_BOXES = 22;
const FEWEST_BOXES = 8;

/** The model as a page can show it: groups at the top, the largest opened while there are few, with the tensors between them. */
export function groupGraph({ graph, analysis }: ReportContent, { layers }: ReportLayers): GroupGraph {
  const boxes = boxesOf(layers);
  const boxOfAnchor = new Map(boxes.flatMap(({ layers: members }, box) => members.map(({ anchor }) => [anchor, box] as const)));
  const boxOf = (node: number): number => boxOfAnchor.get(analysis.hierarchy.layerOf[node] ?? NONE) ?? NONE;
  const pairs = new Map<string, readonly [number, number]>();
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    const to = boxOf(node);
    if (to === NONE) continue;
    for (const tensor of nodeInputs(graph, node)) {
      const from = tensor === NONE ? NONE : boxOf(producerOf(graph, tensor));
      if (from !== NONE && from !== to) pairs.set(`${String(from)} ${String(to)}`, [from, to]);
    }
  }
  return { boxes, edges: Int32Array.from([...pairs.values()].flat()) };
}

/** Depth by depth, as long as the page has room. */
function boxesOf(layers: readonly ReportLayer[]): readonly GroupBox[] {
  let opened: ReadonlySet<string> = new Set();
  let boxes = boxesWith(layers, opened);
  while (boxes.length < FEWEST_BOXES) {
    const largest = [...boxes]
      .filter(({ name, layers: members }) => canOpen(name, members))
      .sort((a, b) => b.layers.length - a.layers.length)[0];
    if (largest === undefined) break;
    const more = new Set([...opened, largest.name]);
    const finer = boxesWith(layers, more);
    if (finer.length > MOST_BOXES) break;
    [opened, boxes] = [more, finer];
  }
  return boxes.length > MOST_BOXES ? windows(boxes) : boxes;
}

function canOpen(path: string, layers: readonly ReportLayer[]): boolean {
  return layers.length > 1 && layers.some(({ group }) => group.startsWith(`${path}/`));
}

/** One box per group that is not opened; neighbours without a group of their own share one. */
function boxesWith(layers: readonly ReportLayer[], opened: ReadonlySet<string>): readonly GroupBox[] {
  const members = new Map<string, ReportLayer[]>();
  let [run, lastLoose] = [0, -2];
  layers.forEach((layer, index) => {
    const path = closedPath(layer.group, opened);
    if (path === undefined && lastLoose !== index - 1) run++;
    if (path === undefined) lastLoose = index;
    const key = path === undefined ? `loose ${String(run)}` : `group ${path}`;
    const others = members.get(key);
    if (others === undefined) members.set(key, [layer]);
    else others.push(layer);
  });
  return [...members].map(([key, group]) => box(key.startsWith('group ') ? key.slice('group '.length) : spanName(group), group));
}

/** The outermost group around a layer that is not opened; `undefined` where it lies in opened ones only. */
function closedPath(group: string, opened: ReadonlySet<string>): string | undefined {
  const parts = group === '' ? [] : group.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = parts.slice(0, depth).join('/');
    if (!opened.has(path)) return path;
  }
  return undefined;
}

/** `first … last`. */
function spanName(neighbors: readonly { readonly name: string }[]): string {
  const [first, last] = [neighbors[0]?.name ?? '', neighbors.at(-1)?.name ?? ''];
  return neighbors.length === 1 ? first : `${first} … ${last}`;
}

/** Neighbours together, until they fit on a page. */
function windows(boxes: readonly GroupBox[]): readonly GroupBox[] {
  const size = Math.ceil(boxes.length / MOST_BOXES);
  return Array.from({ length: Math.ceil(boxes.length / size) }, (_, index) => {
    const members = boxes.slice(index * size, (index + 1) * size);
    return box(
      spanName(members),
      members.flatMap(({ layers }) => layers),
    );
  });
}

function box(name: string, layers: readonly ReportLayer[]): GroupBox {
  return { name, layers, value: sumOfKnown(layers.map(({ value }) => value)) };
}
