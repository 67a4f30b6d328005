import { NONE, type NodeId } from '../../shared/graph/graph';
import { producerOf } from '../../shared/graph/traversal';
import type { RuleContext } from './nodeRule';

/** Whether it is the half of a Gelu that is written out: the runtime finds such a one only when it is whole. */
export function endsGelu(context: RuleContext, node: NodeId): boolean {
  const product = context.ownMaker(context.in(node, 0), node, 'Mul');
  if (product === NONE) return false;
  return [0, 1].some(slot => {
    const sum = producerOf(context.graph, context.in(product, slot));
    if (context.op(sum) !== 'Add') return false;
    return [0, 1].some(index => ['Erf', 'Tanh'].includes(context.op(producerOf(context.graph, context.in(sum, index)))));
  });
}
