import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph, nodeInput, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import type { NodeGroup } from './nodeGroup';
import { slotOf } from './slotOf';

/** Steps through added or removed nodes; beyond, something else is wrong. */
const MOST_STEPS = 1000;

/** Which tensors of two matched graphs are the same value. */
export class Connections {
  private readonly groupOfBefore = new Map<NodeId, number>();
  private readonly groupOfAfter = new Map<NodeId, number>();
  private readonly placeBefore: ReadonlyMap<TensorId, number>;
  private readonly placeAfter: ReadonlyMap<TensorId, number>;

  constructor(
    private readonly before: Graph,
    private readonly after: Graph,
    private readonly groups: readonly NodeGroup[],
  ) {
    this.placeBefore = inputPlaces(before);
    this.placeAfter = inputPlaces(after);
    for (const [index, group] of groups.entries()) {
      for (const node of group.before) this.groupOfBefore.set(node, index);
      for (const node of group.after) this.groupOfAfter.set(node, index);
    }
  }

  /** Whether they are made by nodes that stand for each other, seen through nodes that only one of the models has, or are the same input. */
  areSame(tensor: TensorId, other: TensorId): boolean {
    const a = throughOwn(this.before, tensor, node => this.groups[this.groupOfBefore.get(node) ?? NONE]?.after.length === 0);
    const b = throughOwn(this.after, other, node => this.groups[this.groupOfAfter.get(node) ?? NONE]?.before.length === 0);
    const [maker, partner] = [producerOf(this.before, a), producerOf(this.after, b)];
    if (maker === NONE || partner === NONE) return maker === partner && this.isSameInput(a, b);
    const group = this.groupOfBefore.get(maker);
    if (group === undefined || group !== this.groupOfAfter.get(partner)) return false;
    const { before = [], after = [] } = this.groups[group] ?? {};
    const isPair = before.length === 1 && after.length === 1;
    return !isPair || slotOf(nodeOutputs(this.before, maker), a) === slotOf(nodeOutputs(this.after, partner), b);
  }

  /** Inputs of models that name theirs differently are the same by their place. */
  private isSameInput(a: TensorId, b: TensorId): boolean {
    if (a === NONE || b === NONE) return a === b;
    if (this.before.tensors.names[a] === this.after.tensors.names[b]) return true;
    const place = this.placeBefore.get(a);
    return place !== undefined && place === this.placeAfter.get(b);
  }
}

/** A tensor, or the first thing that the nodes which only one model has made it from. */
function throughOwn(graph: Graph, tensor: TensorId, isOwn: (node: NodeId) => boolean): TensorId {
  let current = tensor;
  for (let step = 0; step < MOST_STEPS; step++) {
    const maker = producerOf(graph, current);
    if (maker === NONE || !isOwn(maker)) return current;
    const source = nodeInput(graph, maker, 0);
    if (source === NONE) return current;
    current = source;
  }
  return current;
}

function inputPlaces(graph: Graph): ReadonlyMap<TensorId, number> {
  return new Map(mainGraph(graph).inputs.map((tensor, place) => [tensor, place]));
}
