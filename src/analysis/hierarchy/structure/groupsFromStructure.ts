import { NONE, type NodeId } from '../../../shared/graph/graph';
import { mainGraph, nodeOutput } from '../../../shared/graph/traversal';
import type { Connections } from '../connections';
import { GroupTree } from '../groupTree';
import type { HierarchyFacts } from '../hierarchyFacts';
import type { Role } from '../roles';
import { findBlocks, type Block } from './blocks';
import { findCuts } from './cuts';
import { findNeck, type NeckRegion } from './neck';
import { neckParts } from './neckParts';
import { visibleOrder, type VisibleOrder } from './order';
import { findUnits, type Unit } from './units';

/** Groups found in the structure; the group of each anchor. */
export interface StructureGroups {
  readonly tree: GroupTree;
  readonly groupOf: Int32Array;
}

/** Edges longer than this are long skips; where that leaves one unit with most of the work (U-Net), shorter ones are taken for skips too. */
const LONGEST_EDGES = [40, 20, 10, 6] as const;
const LARGEST_UNIT_SHARE = 0.5;
const LARGEST_UNIT = 8;
/** Step 4 looks at every layer of a region with its neighbours; larger regions are left whole. */
const LARGEST_NECK = 2000;
/** What stays undivided above this many nodes is cut into windows. */
const LARGEST_UNDIVIDED = 200;
const WINDOW = 100;

/** Stages, blocks, neck and head of a model whose names say nothing (design spec 4.16). */
export function groupsFromStructure(
  connections: Connections,
  facts: HierarchyFacts,
  roles: readonly Role[],
  layerOf: Int32Array,
): StructureGroups {
  const order = visibleOrder(connections);
  const { neck, units } = divide(connections, facts, roles, order);
  const groups = new StructureGrouping(connections, facts, order, layerOf);
  groups.addBackbone(findBlocks(units, end => groups.shapeAt(end)));
  if (neck !== undefined) groups.addNeck(neck);
  return groups;
}

interface Division {
  readonly neck: NeckRegion | undefined;
  readonly units: readonly Unit[];
}

function divide(connections: Connections, facts: HierarchyFacts, roles: readonly Role[], order: VisibleOrder): Division {
  let division: Division | undefined;
  for (const longest of LONGEST_EDGES) {
    const cuts = findCuts(connections, order, longest);
    const found = longest === LONGEST_EDGES[0] ? findNeck(cuts) : undefined;
    const neck = found !== undefined && found.end - found.start <= LARGEST_NECK ? found : undefined;
    division = { neck, units: findUnits(connections, facts, roles, order, cuts.isCut, 0, neck?.start ?? order.nodes.length) };
    if (isDivided(division.units)) break;
  }
  return division ?? { neck: undefined, units: [] };
}

function isDivided(units: readonly Unit[]): boolean {
  const sizes = units.map(({ token }) => token.length);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  return largest <= Math.max(LARGEST_UNIT, LARGEST_UNIT_SHARE * sizes.reduce((sum, size) => sum + size, 0));
}

class StructureGrouping implements StructureGroups {
  readonly tree = new GroupTree();
  readonly groupOf: Int32Array;
  private readonly anchors: readonly NodeId[];
  /** Anchors before each position. */
  private readonly anchorsBefore: Int32Array;

  constructor(
    private readonly connections: Connections,
    private readonly facts: HierarchyFacts,
    private readonly order: VisibleOrder,
    private readonly layerOf: Int32Array,
  ) {
    this.groupOf = new Int32Array(connections.nodeCount).fill(NONE);
    this.anchors = order.nodes.filter(node => layerOf[node] === node);
    this.anchorsBefore = new Int32Array(order.nodes.length + 1);
    order.nodes.forEach(
      (node, position) => (this.anchorsBefore[position + 1] = this.anchorsBefore[position]! + Number(layerOf[node] === node)),
    );
  }

  /** Text of the shape of what leaves a stretch. */
  shapeAt(end: number): string | undefined {
    const last = this.order.nodes[end - 1];
    const shape = last === undefined ? undefined : this.facts.shapeOf(nodeOutput(this.connections.graph, last, 0));
    return shape?.some(dim => dim === undefined) === false ? shape.join('×') : undefined;
  }

  /** Stem before the first repeated block, stages and blocks, head behind the last. */
  addBackbone(blocks: readonly Block[]): void {
    const first = blocks.findIndex(({ isRepeated }) => isRepeated);
    const last = blocks.findLastIndex(({ isRepeated }) => isRepeated);
    if (first < 0) return;
    this.addPart('stem', blocks[0]?.start ?? 0, blocks[first]?.start ?? 0);
    this.addStages(blocks.slice(first, last + 1));
    this.addPart('head', blocks[last]?.end ?? 0, blocks.at(-1)?.end ?? 0);
  }

  addNeck(neck: NeckRegion): void {
    const anchors = this.anchorsIn(neck.start, neck.end);
    const { connections, facts, order, layerOf } = this;
    const parts = neckParts({ connections, facts, order, layerOf, anchors, inputHeight: this.inputHeight() }, neck);
    const top = this.tree.add('neck', NONE, true);
    const ids = new Map<string, number>();
    for (const [anchor, name] of parts) {
      const id = ids.get(name) ?? this.tree.add(name, top, true);
      ids.set(name, id);
      this.groupOf[anchor] = id;
    }
    this.addPart('head', neck.end, this.order.nodes.length);
  }

  /** Models of images change stage where height and width change; models of sequences have none. */
  private addStages(blocks: readonly Block[]): void {
    let stage = NONE;
    let stages = 0;
    let index = 0;
    let size: string | undefined;
    for (const block of blocks) {
      const spatial = this.spatialAt(block.end);
      if (spatial !== undefined && spatial !== size) {
        stage = this.tree.add(`stage${String(++stages)}`, NONE, true);
        [index, size] = [0, spatial];
      }
      if (block.token.length > 1) {
        const name = stage === NONE ? `layer.${String(index++)}` : String(index++);
        this.addWindows(this.tree.add(name, stage, true), block.start, block.end);
      } else if (stage !== NONE) this.addWindows(stage, block.start, block.end);
    }
  }

  private addPart(name: string, start: number, end: number): void {
    if (this.anchorsIn(start, end).length > 0) this.addWindows(this.tree.add(name, NONE, true), start, end);
  }

  private addWindows(group: number, start: number, end: number): void {
    const isLarge = end - start > LARGEST_UNDIVIDED;
    for (let from = start, part = 1; from < end; from += WINDOW, part++) {
      const anchors = this.anchorsIn(from, Math.min(end, from + WINDOW));
      const id = isLarge && anchors.length > 0 ? this.tree.add(`part${String(part)}`, group, true) : group;
      for (const anchor of anchors) this.groupOf[anchor] = id;
    }
  }

  private anchorsIn(start: number, end: number): readonly NodeId[] {
    return this.anchors.slice(this.anchorsBefore[start], this.anchorsBefore[end]);
  }

  private spatialAt(end: number): string | undefined {
    const last = this.order.nodes[end - 1];
    const shape = last === undefined ? undefined : this.facts.shapeOf(nodeOutput(this.connections.graph, last, 0));
    return shape?.length === 4 || shape?.length === 5
      ? shape
          .slice(2)
          .map(dim => String(dim))
          .join('×')
      : undefined;
  }

  private inputHeight(): number | undefined {
    for (const input of mainGraph(this.connections.graph).inputs) {
      const shape = this.facts.shapeOf(input);
      const height = shape?.length === 4 ? shape[2] : undefined;
      if (typeof height === 'number') return height;
    }
    return undefined;
  }
}
