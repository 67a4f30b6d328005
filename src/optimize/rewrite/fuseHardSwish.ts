import { findGatedHardSwishes, findHardSwishes } from '../../analysis/suggest/patterns/hardSwish';
import type { NodeDefinition } from '../../shared/graph/edit';
import type { NodeId, TensorId } from '../../shared/graph/graph';
import { fusionRule } from './fusePatterns';
import type { RuleContext } from './nodeRule';
import { standardOpset } from './standardOpset';

const HARD_SWISH_SINCE = 14;

/** x · clip(x + 3, 0, 6) / 6 as HardSwish, or before opset 14 as x · HardSigmoid(x) (ONNX HardSwish-14, whose definition this is). */
export const fuseHardSwish = fusionRule('HardSwish', 7, (patterns, { graph }) => {
  const gated = standardOpset(graph) >= HARD_SWISH_SINCE ? findGatedHardSwishes(patterns) : [];
  return [...findHardSwishes(patterns), ...gated].map(nodes => ({ nodes, define: (context, operand) => define(context, operand, nodes) }));
});

function define(context: RuleContext, operand: TensorId, nodes: readonly NodeId[]): readonly Omit<NodeDefinition, 'origins'>[] | undefined {
  const last = nodes.at(-1);
  // Broadcasting 0, 3 or 6 of a higher rank would have changed the shape; integers would have been divided as such.
  const facts = context.facts(operand);
  if (last === undefined || !['float32', 'float64', 'float16'].includes(facts.dtype ?? '')) return undefined;
  const x = context.name(operand);
  const result = context.name(context.out(last));
  const name = context.nodeName(last);
  const node = { domain: '', outputs: [result], name };
  if (standardOpset(context.graph) >= HARD_SWISH_SINCE) return [{ ...node, op: 'HardSwish', inputs: [x], attributes: new Map() }];
  const gate = context.rewriter.names.make(`${result}_gate`);
  const attributes = new Map([
    ['alpha', { kind: 'float', value: 1 / 6 } as const],
    ['beta', { kind: 'float', value: 0.5 } as const],
  ]);
  return [
    { domain: '', op: 'HardSigmoid', name: `${name}_gate`, inputs: [x], outputs: [gate], attributes },
    { ...node, op: 'Mul', inputs: [x, gate], attributes: new Map() },
  ];
}
