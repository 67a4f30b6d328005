import { constantWeight } from '../../shared/graph/constants';
import type { NodeId, TensorId } from '../../shared/graph/graph';
import type { RuleContext } from './nodeRule';

export interface Scale {
  readonly x: TensorId;
  readonly factor: number;
}

/** What a node multiplies by one finite number, when that is all it does; in float32. By any other, what is 0 or cancels would give another result elsewhere. */
export function scaleOf(context: RuleContext, node: NodeId): Scale | undefined {
  const op = context.op(node);
  if (op !== 'Mul' && op !== 'Div') return undefined;
  const slots = op === 'Mul' ? [1, 0] : [1];
  for (const slot of slots) {
    const constant = context.in(node, slot);
    const value = context.scalar(constant);
    const x = context.in(node, 1 - slot);
    if (value === undefined || constantWeight(context.graph, constant)?.dtype !== 'float32') continue;
    // A constant of higher rank would add axes.
    if ((constantWeight(context.graph, constant)?.dims.length ?? 0) > (context.facts(x).shape?.length ?? 0)) return undefined;
    const factor = op === 'Mul' ? value : 1 / value;
    return Number.isFinite(Math.fround(factor)) ? { x, factor } : undefined;
  }
  return undefined;
}
