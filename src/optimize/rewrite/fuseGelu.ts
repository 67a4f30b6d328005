import { findErfGelus, findTanhGelus } from '../../analysis/suggest/patterns/gelu';
import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import { fusionRule, operatorOf, type WrittenOperator } from './fusePatterns';

/** Gelu written out, with erf or tanh (ONNX Gelu-20). */
export const fuseGelu = fusionRule('Gelu', 20, patterns => [...written(patterns, 'none'), ...written(patterns, 'tanh')]);

function written(patterns: PatternGraph, approximate: 'none' | 'tanh'): readonly WrittenOperator[] {
  const found = approximate === 'none' ? findErfGelus(patterns) : findTanhGelus(patterns);
  const attributes = new Map([['approximate', { kind: 'string', value: approximate } as const]]);
  return found.map(nodes => ({ nodes, define: (context, operand) => operatorOf(context, 'Gelu', operand, nodes, attributes) }));
}
