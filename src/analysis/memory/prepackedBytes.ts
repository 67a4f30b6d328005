import { tensorBytes } from '../../shared/graph/dtype';
import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import { nodeInput } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import { operandTable } from '../cost/operandTable';

/** Columns of a packed matrix come in groups of this many (onnxruntime `MlasGemmPackBSize`, core/mlas/lib/sgemm.cpp). */
const PACKED_COLUMNS = 16;

/** Operands that kernels of the CPU provider keep in an order of their own, by operator. */
const PACKED_OPERANDS = operandTable([
  ['MatMul Gemm FusedMatMul FusedGemm MatMulInteger MatMulIntegerToFloat DynamicQuantizeMatMul MatMulNBits ConvTranspose', [1]],
  ['Attention QAttention', [1]],
  ['QLinearMatMul QGemm QLinearConv', [3]],
  ['LSTM GRU', [1, 2]],
]);
/** Kept in as many bytes as they are stored in. */
const AS_STORED: ReadonlySet<string> = new Set(['ConvTranspose', 'QLinearConv', 'MatMulNBits', 'Attention', 'QAttention']);
const RECURRENT: ReadonlySet<string> = new Set(['LSTM', 'GRU']);

/**
 * Bytes of the copies of weights that kernels of the CPU provider make when a session is created (`OpKernel::PrePack`), by the runtime's rules for sizes; an estimate: which of
 * them it makes depends on the processor and on fusions. Copies of one weight for several nodes count for each. Convolutions have none: their
 * weights are put into another layout instead.
 */
export function prepackedBytes(graph: Graph): number {
  let sum = 0;
  for (let node = 0; node < graph.nodes.count; node++)
    for (const slot of PACKED_OPERANDS.get(graph.nodes.ops[node] ?? '') ?? []) sum += packedBytes(graph, node, slot);
  return sum;
}

function packedBytes(graph: Graph, node: NodeId, slot: number): number {
  const tensor = nodeInput(graph, node, slot);
  const weight = tensor === NONE ? undefined : graph.tensors.weights[tensor];
  if (weight === undefined) return 0;
  const op = graph.nodes.ops[node] ?? '';
  if (RECURRENT.has(op)) return packedRows(weight);
  if (AS_STORED.has(op)) return tensorBytes(weight.dtype, elementCount(weight.dims) ?? 0);
  return weight.dims.length === 2 ? packedMatrix(graph, node, weight) : 0;
}

/** K × N, the columns filled up. */
function packedMatrix(graph: Graph, node: NodeId, { dtype, dims: [first = 0, second = 0] }: Weight): number {
  const transposed = graph.nodes.attributes(node).get('transB');
  const [depth, columns] = transposed?.kind === 'int' && transposed.value !== 0 ? [second, first] : [first, second];
  return tensorBytes(dtype, depth * filledUp(columns));
}

/** Gates × inputs in every direction, as matrices whose columns are the gates. */
function packedRows({ dtype, dims: [directions = 0, gates = 0, inputs = 0] }: Weight): number {
  return tensorBytes(dtype, directions * inputs * filledUp(gates));
}

function filledUp(columns: number): number {
  return Math.ceil(columns / PACKED_COLUMNS) * PACKED_COLUMNS;
}
