import type { NodeId } from '../../shared/graph/graph';
import { intsAttribute } from '../../shared/graph/nodeAttributes';
import type { RuleContext } from './nodeRule';

/** Operators that can give the same elements in the same order another shape. */
export const VIEWS = ['Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Transpose'];

/** Whether a node only gives its input another shape; a Transpose does where all that it moves are axes of size 1. */
export function isView(context: RuleContext, node: NodeId): boolean {
  const op = context.op(node);
  if (op !== 'Transpose') return VIEWS.includes(op);
  const { shape } = context.facts(context.in(node, 0));
  const moved = intsAttribute(context.graph, node, 'perm')?.filter(axis => shape?.[axis] !== 1);
  return shape !== undefined && moved !== undefined && moved.every((axis, index) => index === 0 || axis > (moved[index - 1] ?? 0));
}
