import { constantWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { mainGraph, nodeInput, nodeOutput } from '../../shared/graph/traversal';
import { isAlongChannels } from '../isAlongChannels';
import type { PatternGraph } from './patterns/patternGraph';

/** A layer that takes a scale and a shift of its output channels into its weight and bias. */
interface Linear {
  readonly weight: TensorId;
  readonly rank: number;
  readonly channels: number;
}

/** Which operands may be the constant, by operator. */
const SLOTS: ReadonlyMap<string, readonly number[]> = new Map([
  ['Mul', [0, 1]],
  ['Add', [0, 1]],
  ['Div', [1]],
  ['Sub', [1]],
]);

/**
 * Mul, Div, Add and Sub with one stored number, or one for each channel, directly behind a Conv, ConvTranspose or Gemm whose result nothing else reads: what the rule
 * `affine` of a clean-up merges into the layer, in file order. `batchNorms` are merged before, so that what follows them follows the layer.
 */
export function findFoldableAffines(patterns: PatternGraph, batchNorms: readonly NodeId[]): readonly NodeId[] {
  const { graph } = patterns;
  const norms = new Set(batchNorms);
  const linearOf = new Map<TensorId, Linear>();
  const found: NodeId[] = [];
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    const op = patterns.op(node);
    const before = norms.has(node) ? linearOf.get(nodeInput(graph, node, 0)) : mergedInto(graph, node, op, linearOf);
    const linear = before ?? linearLayer(graph, node, op);
    if (before !== undefined && !norms.has(node)) found.push(node);
    if (linear !== undefined) linearOf.set(nodeOutput(graph, node, 0), linear);
  }
  return found;
}

function mergedInto(graph: Graph, node: NodeId, op: string, linearOf: ReadonlyMap<TensorId, Linear>): Linear | undefined {
  for (const slot of SLOTS.get(op) ?? []) {
    const constant = constantWeight(graph, nodeInput(graph, node, slot));
    const x = nodeInput(graph, node, 1 - slot);
    const linear = linearOf.get(x);
    if (constant?.dtype !== 'float32' || linear === undefined || onlyReader(graph, x) !== node) continue;
    // A second copy of a weight takes more than the node that goes.
    const isShared = (op === 'Mul' || op === 'Div') && onlyReader(graph, linear.weight) === NONE;
    if (!isShared && isAlongChannels(constant.dims, linear.rank, linear.channels)) return linear;
  }
  return undefined;
}

function linearLayer(graph: Graph, node: NodeId, op: string): Linear | undefined {
  if (op !== 'Conv' && op !== 'ConvTranspose' && op !== 'Gemm') return undefined;
  const weight = nodeInput(graph, node, 1);
  const stored = constantWeight(graph, weight);
  const channels = stored?.dtype === 'float32' ? outputChannels(graph, node, op, stored.dims) : undefined;
  if (stored === undefined || channels === undefined) return undefined;
  const bias = nodeInput(graph, node, 2);
  const vector = constantWeight(graph, bias);
  const takesShift = bias === NONE || (vector?.dtype === 'float32' && vector.dims.length === 1 && vector.dims[0] === channels);
  return takesShift ? { weight, rank: stored.dims.length, channels } : undefined;
}

function outputChannels(graph: Graph, node: NodeId, op: string, dims: readonly number[]): number | undefined {
  if (op === 'ConvTranspose') return (dims[1] ?? 0) * intAttribute(graph, node, 'group', 1);
  return op === 'Gemm' && intAttribute(graph, node, 'transB', 0) === 0 ? dims[1] : dims[0];
}
