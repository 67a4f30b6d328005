import { NONE, type Graph, type TensorId } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import type { TensorReader } from '../../shared/graph/tensorReader';
import { nodeInputs } from '../../shared/graph/traversal';
import type { ValueDistance } from '../../shared/report/graphDifference';
import type { ComparedGraph } from './comparedGraph';
import { DistanceSum } from './distanceSum';
import type { NodeGroup } from './nodeGroup';
import { weightKey } from './nodeKeys';

const PIECE = 1 << 18;

/** Distances of weights that were compared, by `weightPair`. */
export type WeightDistances = ReadonlyMap<string, ValueDistance>;

export function weightPair(before: TensorId, after: TensorId): string {
  return `${before}:${after}`;
}

/** Reads the weights of equal type and shape at the same inputs of nodes that stand for each other, once each. Throws `LayerwiseError` for what cannot be read. */
export async function compareWeights(before: ComparedGraph, after: ComparedGraph, groups: readonly NodeGroup[]): Promise<WeightDistances> {
  const distances = new Map<string, ValueDistance>();
  for (const [from, to] of groups.flatMap(group => weightPairs(before.graph, after.graph, group))) {
    const key = weightPair(from, to);
    if (!distances.has(key)) distances.set(key, await distanceOf(before, from, after.reader, to));
  }
  return distances;
}

function weightPairs(
  before: Graph,
  after: Graph,
  { before: [original = NONE], after: [node = NONE] }: NodeGroup,
): readonly (readonly [TensorId, TensorId])[] {
  if (original === NONE || node === NONE) return [];
  const others = nodeInputs(after, node);
  return Array.from(nodeInputs(before, original)).flatMap((from, slot): (readonly [TensorId, TensorId])[] => {
    const to = others[slot] ?? NONE;
    const [weight, other] = [before.tensors.weights[from], after.tensors.weights[to]];
    return weight !== undefined && other !== undefined && weightKey(weight) === weightKey(other) ? [[from, to]] : [];
  });
}

async function distanceOf(
  { graph, reader }: ComparedGraph,
  from: TensorId,
  otherReader: TensorReader,
  to: TensorId,
): Promise<ValueDistance> {
  const count = elementCount(graph.tensors.weights[from]?.dims ?? []) ?? 0;
  const sum = new DistanceSum();
  for (let start = 0; start < count; start += PIECE) {
    const size = Math.min(PIECE, count - start);
    const [expected, actual] = [await reader.readRange(from, start, size), await otherReader.readRange(to, start, size)];
    sum.addData(expected.data, actual.data);
  }
  return sum.distance;
}
