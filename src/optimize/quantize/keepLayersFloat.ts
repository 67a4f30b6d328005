import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph, nodeInput, producerOf } from '../../shared/graph/traversal';
import { defineNode, tensorName, type Rewriter } from '../rewrite/rewriter';
import { isViewOp } from './integerUnit';
import type { Selection } from './selectUnits';

/** What the runtime rounds by itself; a MatMul becomes a Gemm with the Add behind it. */
const LAYERS = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul']);

/**
 * Puts a Sum of one operand, a copy, between DequantizeLinear and the layers that stay in float32. Without it onnxruntime rounds a layer's weight after all, to
 * one scale for all channels, where QuantizeLinear follows (weight_bias_quantization.cc), and refuses the model where two Relus stand between.
 */
export function keepLayersFloat(rewriter: Rewriter, { units }: Selection): void {
  const { graph } = rewriter;
  const inIntegers = new Set(units.flatMap(unit => unit.nodes));
  const written = new Set(units.map(unit => unit.output));
  const copies = new Map<TensorId, string>();
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    if (!LAYERS.has(graph.nodes.ops[node] ?? '') || inIntegers.has(node)) continue;
    const activation = nodeInput(graph, node, 0);
    if (!written.has(sourceOf(graph, activation))) continue;
    const copy = copies.get(activation) ?? insertCopy(rewriter, node, activation);
    copies.set(activation, copy);
    rewriter.setInput(node, 0, copy);
  }
}

/** What a tensor shows through views, behind which the runtime moves DequantizeLinear. */
function sourceOf(graph: Graph, tensor: TensorId): TensorId {
  let source = tensor;
  for (let maker = producerOf(graph, source); maker !== NONE && isViewOp(graph, maker); maker = producerOf(graph, source)) {
    source = nodeInput(graph, maker, 0);
  }
  return source;
}

function insertCopy(rewriter: Rewriter, reader: NodeId, tensor: TensorId): string {
  const name = tensorName(rewriter.graph, tensor);
  const copy = rewriter.names.make(`${name}_copy`);
  rewriter.insert(reader, defineNode('Sum', copy, [name], [copy], []));
  return copy;
}
