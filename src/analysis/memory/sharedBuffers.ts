import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeInputs, nodeOutput } from '../../shared/graph/traversal';
import type { Lifetime } from './lifetimes';

/** Memory that several activations share one after the other, or at the same time as views. */
export interface Buffer {
  readonly bytes: number;
  readonly first: NodeId;
  readonly last: NodeId;
}

/** The runtime lets these hand on their first operand's memory (`Alias` in onnxruntime's kernel definitions). */
const VIEWS = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Identity', 'Dropout', 'Optional', 'OptionalGetElement']);

/** Element-wise kernels that may write into a dying operand of the same size (`MayInplace`). */
const IN_PLACE = new Set(
  (
    'Abs Acos Acosh Add Asin Asinh Atan Atanh BatchNormalization BitwiseNot Cast Ceil Celu Clip Cos Cosh Div Elu Erf Exp Floor HardSigmoid HardSwish LeakyRelu Log ' +
    'LogSoftmax Mish Mul Neg Not Pow PRelu Reciprocal Relu Round Selu Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt Sub Swish Tan Tanh ThresholdedRelu'
  ).split(' '),
);

/**
 * Joins activations into the buffers that the runtime would give them: a view shares its operand's memory; an element-wise result takes over that of an
 * operand which is read for the last time. Memory of graph inputs and outputs belongs to the caller and is not shared.
 */
export function sharedBuffers(graph: Graph, lifetimes: readonly Lifetime[], bytesOf: (tensor: TensorId) => number): readonly Buffer[] {
  const byTensor = new Map(lifetimes.map(lifetime => [lifetime.tensor, lifetime]));
  const bufferOf = new Map<TensorId, { bytes: number; first: NodeId; last: NodeId }>();
  const buffers: Buffer[] = [];
  for (const lifetime of lifetimes) {
    const source = lifetime.isInput ? NONE : reusedOperand(graph, lifetime, byTensor, bytesOf);
    const shared = source === NONE ? undefined : bufferOf.get(source);
    if (shared !== undefined && (isView(graph, lifetime.first) || shared.last <= lifetime.first)) {
      shared.last = Math.max(shared.last, lifetime.last);
      bufferOf.set(lifetime.tensor, shared);
      continue;
    }
    const own = { bytes: bytesOf(lifetime.tensor), first: lifetime.first, last: lifetime.last };
    bufferOf.set(lifetime.tensor, own);
    buffers.push(own);
  }
  return buffers;
}

function isView(graph: Graph, node: NodeId): boolean {
  return VIEWS.has(graph.nodes.ops[node] ?? '') && graph.nodes.domains[node] === '';
}

/** The operand whose memory the output may take, NONE when there is none. */
function reusedOperand(
  graph: Graph,
  { tensor, first: node, isOutput }: Lifetime,
  byTensor: ReadonlyMap<TensorId, Lifetime>,
  bytesOf: (tensor: TensorId) => number,
): TensorId {
  if (isOutput || nodeOutput(graph, node, 0) !== tensor) return NONE;
  const operands = nodeInputs(graph, node);
  const isOwned = (operand: TensorId | undefined): operand is TensorId => {
    const lifetime = operand === undefined ? undefined : byTensor.get(operand);
    return lifetime !== undefined && !lifetime.isInput && !lifetime.isOutput;
  };
  if (isView(graph, node)) return isOwned(operands[0]) ? operands[0] : NONE;
  if (!IN_PLACE.has(graph.nodes.ops[node] ?? '')) return NONE;
  const wanted = bytesOf(tensor);
  return operands.find(operand => isOwned(operand) && byTensor.get(operand)?.last === node && bytesOf(operand) === wanted) ?? NONE;
}
