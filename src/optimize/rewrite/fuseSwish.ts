import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { fusionRule, operatorOf, type WrittenOperator } from './fusePatterns';

/**
 * x · sigmoid(αx) as Swish (ONNX Swish-24). On request: onnxruntime 1.30 has no kernel for it and runs its definition, which takes up to 1.6 × as long as the one kernel
 * that it makes of the written form.
 */
export const fuseSwish = fusionRule('Swish', 24, patterns => patterns.nodesOf('Sigmoid').flatMap(gate => swishAround(patterns, gate)));

function swishAround(patterns: PatternGraph, sigmoid: NodeId): readonly WrittenOperator[] {
  const product = patterns.onlyReader(sigmoid, 'Mul');
  if (product === undefined) return [];
  const x = patterns.otherOperand(product, patterns.output(sigmoid));
  const inner = patterns.input(sigmoid, 0);
  if (inner === x) return [written([sigmoid, product], 1)];
  const scaling = patterns.madeBy(inner, 'Mul');
  const alpha = scaling === undefined ? undefined : factorBeside(patterns, scaling, x);
  return scaling === undefined || alpha === undefined ? [] : [written([scaling, sigmoid, product], alpha)];
}

function written(nodes: readonly NodeId[], alpha: number): WrittenOperator {
  const attributes = new Map([['alpha', { kind: 'float', value: alpha } as const]]);
  return { nodes, define: (context, operand) => operatorOf(context, 'Swish', operand, nodes, attributes) };
}

/** The number that a node multiplies x with. */
function factorBeside(patterns: PatternGraph, product: NodeId, x: TensorId): number | undefined {
  const reads = [0, 1].some(slot => patterns.input(product, slot) === x);
  return reads && x !== NONE ? patterns.scalar(patterns.otherOperand(product, x)) : undefined;
}
