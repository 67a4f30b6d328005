import { NONE, type NodeId } from '../../../shared/graph/graph';
import { nodeOutput } from '../../../shared/graph/traversal';
import type { Connections } from '../connections';
import type { HierarchyFacts } from '../hierarchyFacts';
import type { NeckRegion } from './neck';
import type { VisibleOrder } from './order';

/** What the parts of a neck are found from. */
export interface NeckContext {
  readonly connections: Connections;
  readonly facts: HierarchyFacts;
  readonly order: VisibleOrder;
  readonly layerOf: Int32Array;
  /** Anchors of the layers in the region, in file order. */
  readonly anchors: readonly NodeId[];
  /** Height of the model's input, `undefined` when not known. */
  readonly inputHeight: number | undefined;
}

/**
 * Part of each layer of a neck, by role and stride: `lat16` reads a long skip or what comes in at the region's start, `up8` resizes for an addition,
 * `concat` joins, `out4` is the rest. A layer that alone reads one other layer follows it into its part.
 */
export function neckParts(context: NeckContext, region: NeckRegion): ReadonlyMap<NodeId, string> {
  const parts = new Map<NodeId, string>();
  const members = membersOf(context);
  for (const anchor of context.anchors) {
    const nodes = members.get(anchor) ?? [];
    const role = roleOf(context, region, anchor, nodes);
    const source = role === 'out' ? onlySource(context, nodes) : undefined;
    const followed = source === undefined ? undefined : parts.get(source);
    const isFollower =
      source !== undefined &&
      followed !== undefined &&
      followed.startsWith('lat') &&
      readersOf(context, members.get(source) ?? []).size === 1;
    parts.set(anchor, isFollower ? followed : `${role}${role === 'concat' ? '' : strideText(context, anchor)}`);
  }
  return parts;
}

function membersOf({ layerOf, order, anchors }: NeckContext): ReadonlyMap<NodeId, NodeId[]> {
  const members = new Map<NodeId, NodeId[]>(anchors.map(anchor => [anchor, []]));
  for (const node of order.nodes) members.get(layerOf[node] ?? NONE)?.push(node);
  return members;
}

function roleOf(context: NeckContext, region: NeckRegion, anchor: NodeId, nodes: readonly NodeId[]): 'lat' | 'up' | 'concat' | 'out' {
  const { connections, order, layerOf } = context;
  const position = (node: NodeId): number => order.positionOf[node] ?? NONE;
  const isResize = /^(?:Resize|Upsample|ConvTranspose)$/.test(connections.op(anchor));
  if (nodes.some(node => connections.op(node) === 'Concat')) return 'concat';
  if (isResize) {
    const readers = [...readersOf(context, nodes)].map(reader => layerOf[reader]);
    const feedsConcat = nodes.flatMap(node => connections.successors(node)).some(reader => connections.op(reader) === 'Concat');
    return feedsConcat && readers.length > 0 ? 'concat' : 'up';
  }
  const reads = nodes.flatMap(node => [...connections.predecessors(node)]);
  const comesIn = reads.some(before => position(before) < region.start && layerOf[before] !== anchor);
  return comesIn || nodes.some(node => region.lateral.has(position(node))) ? 'lat' : 'out';
}

/** The only layer that a layer reads. */
function onlySource({ connections, layerOf }: NeckContext, nodes: readonly NodeId[]): NodeId | undefined {
  const own = new Set(nodes);
  const sources = new Set(
    nodes.flatMap(node => [...connections.predecessors(node)].filter(before => !own.has(before)).map(before => layerOf[before] ?? NONE)),
  );
  const [source] = sources;
  return sources.size === 1 ? source : undefined;
}

/** Nodes of other layers that read a layer. */
function readersOf({ connections }: NeckContext, nodes: readonly NodeId[]): ReadonlySet<NodeId> {
  const own = new Set(nodes);
  return new Set(nodes.flatMap(node => connections.successors(node).filter(reader => !own.has(reader))));
}

function strideText({ connections, facts, inputHeight }: NeckContext, anchor: NodeId): string {
  const height = facts.shapeOf(nodeOutput(connections.graph, anchor, 0))?.[2];
  return typeof height === 'number' && height > 0 && inputHeight !== undefined ? String(Math.round(inputHeight / height)) : '';
}
