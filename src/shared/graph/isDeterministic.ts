import type { Graph, NodeId } from './graph';

/** Operators whose result is not a function of their inputs, quantization, whose pairs must stay for the runtime to recognise, and control flow. */
const OTHERS = new Set([
  ...['RandomNormal', 'RandomNormalLike', 'RandomUniform', 'RandomUniformLike', 'Multinomial', 'Bernoulli', 'Dropout'],
  ...['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear'],
  ...['If', 'Loop', 'Scan', 'SequenceMap', 'Constant'],
]);

/** Whether a standard node computes the same from the same inputs, so that it may be computed once, or ahead. */
export function isDeterministic(graph: Graph, node: NodeId): boolean {
  return graph.nodes.domains[node] === '' && !OTHERS.has(graph.nodes.ops[node] ?? '');
}
