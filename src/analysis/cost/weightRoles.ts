import { dtypeBits, isFloatDtype } from '../../shared/graph/dtype';
import { MAIN_GRAPH, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import { consumersOf, nodeInputs } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';

/**
 * What a stored tensor counts as. `metadata`: scales and zero points; `statistics`: mean and variance of BatchNormalization; `bias`: int32 biases of
 * quantized operators; `shape`: other integers and bools.
 */
export type WeightRole = 'parameter' | 'constant' | 'quantized' | 'bias' | 'statistics' | 'metadata' | 'shape';

/** Operand positions that hold scales, zero points and the like. */
const METADATA = new Map<string, readonly number[]>([
  ['QuantizeLinear', [1, 2]],
  ['DequantizeLinear', [1, 2]],
  ['QLinearConv', [1, 2, 4, 5, 6, 7]],
  ['QLinearMatMul', [1, 2, 4, 5, 6, 7]],
  ['QLinearAdd', [1, 2, 4, 5, 6, 7]],
  ['QLinearMul', [1, 2, 4, 5, 6, 7]],
  ['QGemm', [1, 2, 4, 5, 7, 8]],
  ['MatMulInteger', [2, 3]],
  ['ConvInteger', [2, 3]],
  ['MatMulIntegerToFloat', [2, 3, 4, 5]],
  ['DynamicQuantizeMatMul', [2, 3]],
  ['MatMulNBits', [2, 3, 4]],
  ['MatMulBnb4', [2]],
  ['QAttention', [3, 4, 6, 7]],
  ['QLinearSigmoid', [1, 2, 3, 4]],
  ['QLinearLeakyRelu', [1, 2, 3, 4]],
  ['QLinearSoftmax', [1, 2, 3, 4]],
  ['QLinearGlobalAveragePool', [1, 2, 3, 4]],
  ['QLinearAveragePool', [1, 2, 3, 4]],
  ['GatherBlockQuantized', [2, 3]],
]);

/** Operand positions of integer biases. */
const BIASES = new Map<string, number>([
  ['QLinearConv', 8],
  ['QGemm', 6],
  ['DequantizeLinear', 0],
]);

/** Operators whose packed weight stands for K·N elements. */
const PACKED = new Set(['MatMulNBits', 'MatMulBnb4', 'MatMulFpQ4']);

export function weightRole(graph: Graph, tensor: TensorId, weight: Weight): WeightRole {
  const readers = readersOf(graph, tensor);
  if (readers.length > 0 && readers.every(({ op, position }) => METADATA.get(op)?.includes(position))) return 'metadata';
  if (isFloatDtype(weight.dtype) && dtypeBits(weight.dtype) >= 16) {
    if (readers.length > 0 && readers.every(isStatistics)) return 'statistics';
    return graph.tensors.isInitializer[tensor] === 1 ? 'parameter' : 'constant';
  }
  if (weight.dtype === 'int32' && readers.some(({ op, position }) => BIASES.get(op) === position)) return 'bias';
  return dtypeBits(weight.dtype) > 0 && dtypeBits(weight.dtype) < 16 && weight.dtype !== 'bool' ? 'quantized' : 'shape';
}

function isStatistics({ op, position }: Reader): boolean {
  return op === 'BatchNormalization' && (position === 3 || position === 4);
}

interface Reader {
  readonly node: NodeId;
  readonly op: string;
  readonly position: number;
}

function readersOf(graph: Graph, tensor: TensorId): readonly Reader[] {
  const nodes = [...new Set(consumersOf(graph, tensor))];
  return nodes.flatMap(node => {
    const op = graph.nodes.ops[node] ?? '';
    return Array.from(nodeInputs(graph, node)).flatMap((input, position) => (input === tensor ? [{ node, op, position }] : []));
  });
}

/** Logical elements of a weight: a packed blob stands for the matrix that it holds. */
export function logicalElements(graph: Graph, tensor: TensorId, weight: Weight): number {
  const packed = readersOf(graph, tensor).find(({ op, position }) => PACKED.has(op) && position === 1);
  const attributes = packed === undefined ? undefined : graph.nodes.attributes(packed.node);
  const [k, n] = [attributes?.get('K'), attributes?.get('N')];
  return k?.kind === 'int' && n?.kind === 'int' ? k.value * n.value : (elementCount(weight.dims) ?? 0);
}

/** True for tensors that the main graph itself stores. */
export function isMainWeight(graph: Graph, tensor: TensorId): boolean {
  return graph.tensors.weights[tensor] !== undefined && graph.tensors.subgraphs[tensor] === MAIN_GRAPH;
}
