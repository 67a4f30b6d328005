import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { nodeInput } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import type { KernelClass } from '../../shared/report/machine';
import { constantWeight } from '../suggest/linearWork';

/** Images have at most this many channels. */
const IMAGE_CHANNELS = 4;

const BY_OPERATOR: ReadonlyMap<string, KernelClass> = new Map([
  ['ConvTranspose', 'firstConvolution'],
  ['LSTM', 'recurrent'],
  ['GRU', 'recurrent'],
  ['RNN', 'recurrent'],
  ['MaxPool', 'pooling'],
  ['AveragePool', 'pooling'],
  ['LpPool', 'pooling'],
  ['Softmax', 'softmax'],
  ['LogSoftmax', 'softmax'],
  ['BiasSoftmax', 'softmax'],
  ['LayerNormalization', 'normalization'],
  ['SkipLayerNormalization', 'normalization'],
  ['RMSNormalization', 'normalization'],
  ['SimplifiedLayerNormalization', 'normalization'],
  ['GroupNormalization', 'normalization'],
  ['InstanceNormalization', 'normalization'],
  ['Sqrt', 'normalization'],
  ['Transpose', 'transpose'],
  ['Attention', 'smallMatrix'],
  ['MultiHeadAttention', 'smallMatrix'],
  ['GroupQueryAttention', 'smallMatrix'],
  ['Einsum', 'smallMatrix'],
]);

const CONVOLUTIONS = new Set(['Conv', 'FusedConv', 'QLinearConv', 'ConvInteger']);
/** Operators with a packed weight, whose shape is in attributes. */
const PACKED = new Set(['MatMulNBits', 'MatMulBnb4', 'MatMulFpQ4']);
const PRODUCTS = /MatMul|Gemm/;

/** The class of the kernel that a node leads; `undefined` for one that computes element by element, or copies. `members`: nodes that run in it. */
export function kernelClass(graph: Graph, analysis: Analysis, node: NodeId, members: readonly NodeId[]): KernelClass | undefined {
  const op = graph.nodes.ops[node] ?? '';
  if (CONVOLUTIONS.has(op)) return convolutionClass(graph, analysis, node);
  if (PACKED.has(op)) return rowsOf(analysis, graph, node) === 1 ? 'vector' : 'matrix';
  if (PRODUCTS.test(op)) return productClass(graph, analysis, node);
  // A square root by itself is no normalization.
  if (op === 'Sqrt') return members.length > 1 ? 'normalization' : undefined;
  return BY_OPERATOR.get(op);
}

function convolutionClass(graph: Graph, analysis: Analysis, node: NodeId): KernelClass {
  const dims = constantWeight(graph, weightInput(graph, node))?.dims ?? shapeOf(analysis, weightInput(graph, node)) ?? [];
  const groups = intAttribute(graph, node, 'group', 1);
  const perGroup = dims[1] ?? 1;
  const taps = dims.slice(2).reduce((product, size) => product * size, 1);
  if (groups > 1 && perGroup === 1) return 'depthwise';
  if (perGroup * groups <= IMAGE_CHANNELS) return 'firstConvolution';
  return taps === 1 ? 'pointwise' : 'convolution';
}

function productClass(graph: Graph, analysis: Analysis, node: NodeId): KernelClass {
  const weight = weightInput(graph, node);
  const isConstant = constantWeight(graph, weight) !== undefined || graph.nodes.ops[node] === 'Gemm';
  if (!isConstant) return 'smallMatrix';
  return rowsOf(analysis, graph, node) === 1 ? 'vector' : 'matrix';
}

/** Quantized operators have scale and zero point between their operands; a QDQ model has a DequantizeLinear in front of the weight. */
function weightInput(graph: Graph, node: NodeId): number {
  const op = graph.nodes.ops[node] ?? '';
  const tensor = nodeInput(graph, node, op.startsWith('QLinear') || op === 'QGemm' ? 3 : 1);
  const producer = graph.tensors.producers[tensor] ?? NONE;
  const behind = producer !== NONE && graph.nodes.ops[producer] === 'DequantizeLinear' ? nodeInput(graph, producer, 0) : tensor;
  return behind;
}

/** Rows of a product: all axes of the first operand but the last. */
function rowsOf(analysis: Analysis, graph: Graph, node: NodeId): number {
  const shape = shapeOf(analysis, nodeInput(graph, node, 0)) ?? [];
  return shape.slice(0, -1).reduce((product, size) => product * size, 1);
}

function shapeOf(analysis: Analysis, tensor: number): readonly number[] | undefined {
  return analysis.tensors[tensor]?.shape?.map(dim => (typeof dim === 'number' ? dim : Number.NaN));
}
