import { mainGraph } from '../../shared/graph/traversal';
import type { ModelEvidence } from './modelEvidence';

const ATTENTION_OPERATORS: ReadonlySet<string> = new Set(['Softmax', 'Attention', 'MultiHeadAttention', 'GroupQueryAttention']);

/** Mostly matrix products, with products of activations and a softmax among them. */
export function isTransformer(evidence: ModelEvidence): boolean {
  const { graph, linear } = evidence;
  const convolutions = evidence.macsOf(linear.flatMap(({ op, node }) => (op === 'Conv' ? [node] : [])));
  const products = linear.filter(({ op, weight }) => op === 'MatMul' && weight === undefined);
  const { nodeCount } = mainGraph(graph);
  const hasAttention = graph.nodes.ops.slice(0, nodeCount).some(op => ATTENTION_OPERATORS.has(op));
  const isFused = graph.nodes.ops.slice(0, nodeCount).some(op => op.endsWith('Attention'));
  return hasAttention && (products.length > 0 || isFused) && convolutions < evidence.totalMacs / 2;
}
