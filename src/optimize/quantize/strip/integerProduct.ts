import { constantWeight, onlyReader } from '../../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../../shared/graph/graph';
import { nodeInput, nodeInputs, nodeOutput, producerOf } from '../../../shared/graph/traversal';
import { defineNode } from '../../rewrite/rewriter';
import type { Stripped, Stripper } from './stripper';

/** MatMulInteger or ConvInteger → Cast → Mul with the scales of both operands, as dynamic quantization writes it, becomes one float operator. */
export async function integerProduct(stripper: Stripper, node: NodeId): Promise<Stripped> {
  const { graph, rewriter } = stripper;
  const cast = readerWith(graph, nodeOutput(graph, node, 0), 'Cast');
  const mul = readerWith(graph, nodeOutput(graph, cast, 0), 'Mul');
  const scale = mul === NONE ? NONE : weightScale(graph, mul, nodeOutput(graph, cast, 0));
  const activation = stripper.floatOf(nodeInput(graph, node, 0));
  if (scale === NONE || activation === undefined)
    return { reason: 'it is not followed by Cast and Mul with the scales of an activation and a stored weight' };
  const op = graph.nodes.ops[node] === 'ConvInteger' ? 'Conv' : 'MatMul';
  const weight = await stripper.floatWeight(nodeInput(graph, node, 1), scale, nodeInput(graph, node, 3), op === 'Conv' ? 0 : -1);
  if (weight === undefined) return { reason: 'its weight is not stored' };
  for (const part of [node, cast, mul]) rewriter.remove(part);
  const output = stripper.name(nodeOutput(graph, mul, 0));
  rewriter.insert(mul, defineNode(op, graph.nodes.names[node] ?? '', [activation, weight], [output], [node], graph.nodes.attributes(node)));
  return { done: `${op} in float32` };
}

function readerWith(graph: Graph, tensor: TensorId, op: string): NodeId {
  const reader = tensor === NONE ? NONE : onlyReader(graph, tensor);
  return reader !== NONE && graph.nodes.ops[reader] === op ? reader : NONE;
}

/** The stored one of the two scales that the product is multiplied with. */
function weightScale(graph: Graph, mul: NodeId, product: TensorId): TensorId {
  const scales = [...nodeInputs(graph, mul)].find(tensor => tensor !== product) ?? NONE;
  const both = producerOf(graph, scales);
  if (both === NONE || graph.nodes.ops[both] !== 'Mul') return NONE;
  return [...nodeInputs(graph, both)].find(tensor => constantWeight(graph, tensor) !== undefined) ?? NONE;
}
