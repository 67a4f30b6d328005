import { fusionRule, operatorOf, type WrittenOperator } from './fusePatterns';
import type { NodeId } from '../../shared/graph/graph';
import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';

/** x · tanh(softplus(x)) as Mish (ONNX Mish-18, whose definition this is); as fast as the three kernels in onnxruntime 1.30. */
export const fuseMish = fusionRule('Mish', 18, patterns => patterns.nodesOf('Tanh').flatMap(tanh => mishAround(patterns, tanh)));

function mishAround(patterns: PatternGraph, tanh: NodeId): readonly WrittenOperator[] {
  const softplus = patterns.madeBy(patterns.input(tanh, 0), 'Softplus');
  const product = patterns.onlyReader(tanh, 'Mul');
  if (softplus === undefined || product === undefined) return [];
  if (patterns.otherOperand(product, patterns.output(tanh)) !== patterns.input(softplus, 0)) return [];
  const nodes = [softplus, tanh, product];
  return [{ nodes, define: (context, operand) => operatorOf(context, 'Mish', operand, nodes) }];
}
