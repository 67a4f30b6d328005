import { NONE, type TensorId } from '../../../shared/graph/graph';
import { consumersOf, mainGraph, nodeOutputs } from '../../../shared/graph/traversal';
import type { Connections } from '../connections';
import type { VisibleOrder } from './order';

/** A tensor read far behind where it is made. */
export interface LongSkip {
  readonly from: number;
  /** Positions of its far readers, in order. */
  readonly readers: readonly number[];
}

/** Where a model can be cut in two. */
export interface Cuts {
  /** 1 where at most one activation crosses from before a position to it, long skips not counted. */
  readonly isCut: Uint8Array;
  readonly skips: readonly LongSkip[];
}

/** @param longestEdge edges over more positions than this are long skips */
export function findCuts(connections: Connections, order: VisibleOrder, longestEdge: number): Cuts {
  const steps = new Int32Array(order.nodes.length + 2);
  const skips: LongSkip[] = [];
  const cross = (tensor: TensorId, from: number): void => {
    const readers = readerPositions(connections, order, tensor);
    const far = readers.filter(reader => reader - from > longestEdge);
    const last = readers.findLast(reader => reader - from <= longestEdge);
    if (far.length > 0) skips.push({ from, readers: far });
    if (last === undefined) return;
    steps[from + 1]!++;
    steps[last + 1]!--;
  };
  for (const input of mainGraph(connections.graph).inputs) if (!connections.isStatic(input)) cross(input, -1);
  order.nodes.forEach((node, position) => {
    for (const tensor of nodeOutputs(connections.graph, node)) if (tensor !== NONE) cross(tensor, position);
  });
  const isCut = new Uint8Array(order.nodes.length);
  let crossing = 0;
  for (let position = 0; position < isCut.length; position++) {
    crossing += steps[position]!;
    isCut[position] = Number(crossing <= 1);
  }
  return { isCut, skips };
}

/** Ascending, each once. */
function readerPositions(connections: Connections, order: VisibleOrder, tensor: TensorId): readonly number[] {
  const positions = new Set<number>();
  for (const reader of consumersOf(connections.graph, tensor)) {
    const position = reader < connections.nodeCount ? order.positionOf[reader]! : NONE;
    if (position !== NONE) positions.add(position);
  }
  return [...positions].sort((a, b) => a - b);
}
