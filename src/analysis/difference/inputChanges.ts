import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import { nodeInputs, producerOf } from '../../shared/graph/traversal';
import type { NodeChange } from '../../shared/report/graphDifference';
import { haveSameSmallValues } from './haveSameSmallValues';
import type { ComparedGraph } from './comparedGraph';
import { weightPair, type WeightDistances } from './compareWeights';
import type { Connections } from './connections';
import { weightKey } from './nodeKeys';

/** Two models, and what is known of how they hang together. */
export interface Both {
  readonly before: ComparedGraph;
  readonly after: ComparedGraph;
  readonly connections: Connections;
  readonly distances: WeightDistances;
}

/** What two nodes that stand for each other read differently: other makers, weights of other types or shapes, other values of small weights. */
export function inputChanges(both: Both, original: NodeId, node: NodeId): readonly NodeChange[] {
  const [from, to] = [nodeInputs(both.before.graph, original), nodeInputs(both.after.graph, node)];
  return Array.from({ length: Math.max(from.length, to.length) }, (_, slot) =>
    inputChange(both, from[slot] ?? NONE, to[slot] ?? NONE, slot),
  ).flat();
}

function inputChange({ before, after, connections, distances }: Both, from: TensorId, to: TensorId, slot: number): readonly NodeChange[] {
  const texts = { name: `input ${slot}`, before: sourceText(before.graph, from), after: sourceText(after.graph, to) };
  const [weight, other] = [before.graph.tensors.weights[from], after.graph.tensors.weights[to]];
  if (weight !== undefined && other !== undefined) {
    if (weightKey(weight) !== weightKey(other)) return [{ what: 'weight', ...texts }];
    const distance = distances.get(weightPair(from, to));
    if (distance !== undefined && distance.maxAbs > 0) return [{ what: 'weight', ...texts, distance }];
    const isSame = distance !== undefined || haveSameSmallValues(before.reader, from, after.reader, to);
    return isSame ? [] : [{ what: 'weight', ...texts, after: `${texts.after}, other values` }];
  }
  if (weight !== undefined || other !== undefined) return [{ what: weight === other ? 'input' : 'weight', ...texts }];
  return connections.areSame(from, to) ? [] : [{ what: 'input', ...texts }];
}

function sourceText(graph: Graph, tensor: TensorId): string {
  if (tensor === NONE) return '';
  const maker = producerOf(graph, tensor);
  const name = graph.tensors.names[tensor] ?? '';
  const weight = graph.tensors.weights[tensor];
  if (weight !== undefined) return `${name} ${weight.dtype}[${weight.dims.join(', ')}]`;
  return maker === NONE ? name : `${name} of ${nodeLabel(graph, maker)}`;
}
