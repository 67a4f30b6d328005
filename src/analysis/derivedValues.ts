import { NONE, type Graph, type NodeId, type TensorId } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import { topologicalOrder } from './shapes/topologicalOrder';

/** Which tensors and nodes do not depend on the values that a model is given. */
export interface DerivedValues {
  /** Weights, constants, and everything that follows from them and from shapes. */
  isConstant(tensor: TensorId): boolean;
  /** Shape, Size, and nodes all of whose operands follow from constants and shapes. */
  isShapeArithmetic(node: NodeId): boolean;
}

/** Reads of a shape depend on no value even where their operand does. */
const READS_SHAPE = new Set(['Shape', 'Size']);
/** Nodes without operands that are not constant all the same, and nodes whose bodies may read anything. */
const NEVER = new Set([
  'RandomNormal',
  'RandomUniform',
  'RandomNormalLike',
  'RandomUniformLike',
  'Multinomial',
  'Bernoulli',
  'If',
  'Loop',
  'Scan',
  'SequenceMap',
]);

export function findDerivedValues(graph: Graph): DerivedValues {
  const constant = new Uint8Array(graph.tensors.count);
  graph.tensors.weights.forEach((weight, tensor) => {
    if (weight !== undefined) constant[tensor] = 1;
  });
  const main = mainGraph(graph);
  const derived = new Uint8Array(main.nodeCount);
  const { outputStart, outputs } = graph.nodes;
  for (const node of topologicalOrder(graph, main)) {
    const op = graph.nodes.ops[node] ?? '';
    if (NEVER.has(op) || !(READS_SHAPE.has(op) || readsConstants(graph, node, constant))) continue;
    derived[node] = 1;
    for (let slot = outputStart[node] ?? 0; slot < (outputStart[node + 1] ?? 0); slot++) {
      const tensor = outputs[slot] ?? NONE;
      if (tensor !== NONE) constant[tensor] = 1;
    }
  }
  return { isConstant: tensor => constant[tensor] === 1, isShapeArithmetic: node => derived[node] === 1 };
}

function readsConstants(graph: Graph, node: NodeId, constant: Uint8Array): boolean {
  const { inputStart, inputs } = graph.nodes;
  for (let slot = inputStart[node] ?? 0; slot < (inputStart[node + 1] ?? 0); slot++) {
    const tensor = inputs[slot] ?? NONE;
    if (tensor !== NONE && constant[tensor] !== 1) return false;
  }
  return true;
}
