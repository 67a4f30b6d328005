import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import type { NodeId } from '../../shared/graph/graph';
import { fusionRule, operatorOf, type WrittenOperator } from './fusePatterns';

/**
 * log(exp(x) + 1) as Softplus (ONNX Softplus-1), which does not overflow where exp(x) does. On request: the kernel of onnxruntime 1.30 takes three times as long as
 * the three that it replaces.
 */
export const fuseSoftplus = fusionRule('Softplus', 1, patterns => patterns.nodesOf('Log').flatMap(log => softplusAround(patterns, log)));

function softplusAround(patterns: PatternGraph, log: NodeId): readonly WrittenOperator[] {
  const sum = patterns.madeBy(patterns.input(log, 0), 'Add');
  const power = sum === undefined ? undefined : patterns.beside(sum, 1);
  const exponential = power === undefined ? undefined : patterns.madeBy(power, 'Exp');
  if (sum === undefined || exponential === undefined) return [];
  const nodes = [exponential, sum, log];
  return [{ nodes, define: (context, operand) => operatorOf(context, 'Softplus', operand, nodes) }];
}
