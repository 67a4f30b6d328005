import { findErfGelus, findTanhGelus } from '../../analysis/suggest/patterns/gelu';
import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import type { NodeId, TensorId } from '../../shared/graph/graph';
import { fusionRule, type WrittenOperator } from './fusePatterns';
import type { RuleContext } from './nodeRule';

/** Gelu written out, with erf or tanh (ONNX Gelu-20). */
export const fuseGelu = fusionRule('Gelu', 20, patterns => [...written(patterns, 'none'), ...written(patterns, 'tanh')]);

function written(patterns: PatternGraph, approximate: 'none' | 'tanh'): readonly WrittenOperator[] {
  const found = approximate === 'none' ? findErfGelus(patterns) : findTanhGelus(patterns);
  return found.map(nodes => ({ nodes, define: (context, operand) => define(context, operand, nodes.at(-1), approximate) }));
}

function define(
  context: RuleContext,
  operand: TensorId,
  last: NodeId | undefined,
  approximate: string,
): ReturnType<WrittenOperator['define']> {
  if (last === undefined) return undefined;
  const attributes = new Map([['approximate', { kind: 'string', value: approximate } as const]]);
  const outputs = [context.name(context.out(last))];
  return { op: 'Gelu', domain: '', name: context.nodeName(last), inputs: [context.name(operand)], outputs, attributes };
}
