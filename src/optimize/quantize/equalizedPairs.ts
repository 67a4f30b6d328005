import { isOwnWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { isLinearOp, type LinearLayer } from '../../shared/graph/linearLayer';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { mainGraph, nodeInput, nodeOutput, nodeOutputs } from '../../shared/graph/traversal';
import type { PassInput } from '../pass';
import { readableLayer } from '../readableLayer';

/** Two layers of which only the second reads what the first writes, with nothing between them that a positive factor per channel does not pass through. */
export interface EqualizedPair {
  readonly writer: LinearLayer;
  readonly reader: LinearLayer;
  /** Those between them that factors pass through as long as no value comes to their upper limit. */
  readonly clips: readonly NodeId[];
}

/** f(s·x) = s·f(x) for s > 0; of Clip only below its limit. */
const HOMOGENEOUS = new Set(['Relu', 'LeakyRelu', 'PRelu', 'Clip']);
/** The same, of images by channel. */
const POOLS = new Set(['MaxPool', 'AveragePool', 'GlobalMaxPool', 'GlobalAveragePool']);

/**
 * Pairs of layers whose weights may be scaled against each other: both have weights of their own, and every tensor between them has one reader, none of them
 * outside.
 */
export function equalizedPairs(input: PassInput, graph: Graph): readonly EqualizedPair[] {
  const pairs: EqualizedPair[] = [];
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    const writer = scalableLayer(input, graph, node);
    const pair = writer && pairFrom(input, graph, writer);
    if (pair !== undefined) pairs.push(pair);
  }
  return pairs;
}

function scalableLayer(input: PassInput, graph: Graph, node: NodeId): LinearLayer | undefined {
  if (!isLinearOp(graph, node) || !input.selects(graph, node)) return undefined;
  const layer = readableLayer(graph, node);
  return layer.ok && isOwnWeight(graph, layer.value.weight) ? layer.value : undefined;
}

function pairFrom(input: PassInput, graph: Graph, writer: LinearLayer): EqualizedPair | undefined {
  if (writer.bias !== NONE && !isOwnWeight(graph, writer.bias)) return undefined;
  const isImage = writer.op === 'Conv';
  const clips: NodeId[] = [];
  let tensor = writer.output;
  let node = onlyReader(graph, tensor);
  while (node !== NONE && passesFactors(graph, node, tensor, isImage)) {
    if (graph.nodes.ops[node] === 'Clip') clips.push(node);
    tensor = nodeOutput(graph, node, 0);
    node = onlyReader(graph, tensor);
  }
  const reader = node === NONE ? undefined : scalableLayer(input, graph, node);
  if (reader?.activation !== tensor || (reader.op === 'Conv') !== isImage) return undefined;
  return inputChannels(graph, reader) === writer.channels ? { writer, reader, clips } : undefined;
}

function passesFactors(graph: Graph, node: NodeId, tensor: TensorId, isImage: boolean): boolean {
  const op = graph.nodes.ops[node] ?? '';
  if (graph.nodes.domains[node] !== '' || nodeInput(graph, node, 0) !== tensor) return false;
  if ([...nodeOutputs(graph, node)].slice(1).some(output => output !== NONE)) return false;
  return HOMOGENEOUS.has(op) || (isImage && POOLS.has(op));
}

/** Channels that a layer sums over, of all groups. */
function inputChannels(graph: Graph, { node, op, weightDims, channelAxis }: LinearLayer): number {
  if (op === 'Conv') return (weightDims[1] ?? 0) * intAttribute(graph, node, 'group', 1);
  return weightDims[1 - channelAxis] ?? 0;
}
