import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, isGraphOutput, mainGraph, nodeInput, nodeInputs, nodeOutput, producerOf } from '../../shared/graph/traversal';
import { findDerivedValues, type DerivedValues } from '../derivedValues';
import { claimPatterns } from './fusedPatterns';

/** Activations that the runtime's convolutions apply themselves (conv_activation_fusion.cc, nchwc_transformer.cc). */
const CONVOLUTION_ACTIVATIONS = new Set(['Relu', 'LeakyRelu', 'Clip', 'HardSigmoid', 'Sigmoid', 'Tanh']);
/** The same for Gemm (gemm_activation_fusion.cc). */
const GEMM_ACTIVATIONS = new Set(['Relu', 'LeakyRelu', 'Sigmoid', 'Tanh', 'Softplus', 'Softsign', 'Elu', 'HardSigmoid']);
/** Removed while a session is made. */
const REMOVED = new Set(['Constant', 'Identity', 'Dropout']);

/** What a kernel has taken in so far; an activation ends it. */
interface Growing {
  summed: boolean;
  closed: boolean;
}

/**
 * The kernel that each node of the main graph is expected to run in, named by the node that leads it; `NONE` for what runs in no kernel: constants, what
 * follows from them, and shape arithmetic. Follows the fusions that onnxruntime's CPU provider makes at its highest level. A profile says what really ran.
 */
export function kernelGroups(graph: Graph): Int32Array {
  const { nodeCount } = mainGraph(graph);
  const leaders = new Int32Array(nodeCount).map((_, node) => node);
  const derived = findDerivedValues(graph);
  const claimed = claimPatterns(graph, derived, leaders);
  const growing = new Map<NodeId, Growing>();
  for (let node = 0; node < nodeCount; node++) {
    if (derived.isShapeArithmetic(node) || REMOVED.has(graph.nodes.ops[node] ?? '')) leaders[node] = NONE;
    else if (!claimed.has(node)) leaders[node] = leaderOf(graph, derived, node, leaders, growing);
  }
  return leaders;
}

function leaderOf(graph: Graph, derived: DerivedValues, node: NodeId, leaders: Int32Array, growing: Map<NodeId, Growing>): NodeId {
  if (graph.nodes.domains[node] !== '') return node;
  for (const tensor of nodeInputs(graph, node)) {
    const producer = producerOf(graph, tensor);
    const leader = producer === NONE || producer >= leaders.length ? NONE : (leaders[producer] ?? NONE);
    if (leader === NONE || !hasOneReader(graph, tensor)) continue;
    const state = growing.get(leader) ?? { summed: false, closed: false };
    if (!takesIn(graph, derived, leader, node, state)) continue;
    growing.set(leader, state);
    return leader;
  }
  return node;
}

/** Whether the kernel led by `leader` does the work of `node`, which reads what it makes. */
function takesIn(graph: Graph, derived: DerivedValues, leader: NodeId, node: NodeId, state: Growing): boolean {
  if (state.closed || graph.nodes.domains[leader] !== '') return false;
  const op = graph.nodes.ops[node] ?? '';
  if (op === 'QuantizeLinear') return (state.closed = readsQuantized(graph, leader));
  switch (graph.nodes.ops[leader] ?? '') {
    case 'Conv':
      if (op === 'BatchNormalization') return !state.summed;
      if (op === 'Add') return !state.summed && (state.summed = true);
      return (state.closed = CONVOLUTION_ACTIVATIONS.has(op));
    case 'MatMul':
      return (
        op === 'Add' && derived.isConstant(nodeInput(graph, leader, 1)) && hasConstantOperand(graph, derived, node) && (state.closed = true)
      );
    case 'Gemm':
      return (state.closed = GEMM_ACTIVATIONS.has(op));
    default:
      return false;
  }
}

/** In a QDQ model: an operator whose first operand comes out of a DequantizeLinear. */
export function readsQuantized(graph: Graph, node: NodeId): boolean {
  const producer = producerOf(graph, nodeInput(graph, node, 0));
  return producer !== NONE && graph.nodes.ops[producer] === 'DequantizeLinear';
}

export function hasConstantOperand(graph: Graph, derived: DerivedValues, node: NodeId): boolean {
  return nodeInputs(graph, node).some(tensor => tensor !== NONE && derived.isConstant(tensor));
}

export function hasOneReader(graph: Graph, tensor: TensorId): boolean {
  return consumersOf(graph, tensor).length === 1 && !isGraphOutput(graph, tensor);
}

/** The only node that reads a node's first output; `NONE` when there are several or none. */
export function onlyReader(graph: Graph, node: NodeId): NodeId {
  const output = nodeOutput(graph, node, 0);
  return hasOneReader(graph, output) ? (consumersOf(graph, output)[0] ?? NONE) : NONE;
}
