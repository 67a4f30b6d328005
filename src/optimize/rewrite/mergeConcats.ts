import { NONE, type NodeId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { nodeInputs } from '../../shared/graph/traversal';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineLike } from './rewriter';

/** A Concat of Concats of the same axis joins their parts. */
export const mergeConcats = nodeRule(joinParts);

function joinParts(context: RuleContext, node: NodeId): string | undefined {
  const axis = axisOf(context, node);
  if (axis === undefined) return undefined;
  const inner = new Map<number, NodeId>();
  for (const tensor of nodeInputs(context.graph, node)) {
    const maker = context.ownMaker(tensor, node, 'Concat');
    if (maker !== NONE && axisOf(context, maker) === axis) inner.set(tensor, maker);
  }
  if (inner.size === 0) return undefined;
  const { graph, rewriter } = context;
  const inputs = Array.from(nodeInputs(graph, node)).flatMap(tensor => {
    const maker = inner.get(tensor);
    return maker === undefined ? [context.name(tensor)] : Array.from(nodeInputs(graph, maker), part => context.name(part));
  });
  for (const gone of [...inner.values(), node]) rewriter.remove(gone);
  rewriter.insert(node, { ...defineLike(graph, node), inputs, origins: [...inner.values(), node] });
  return `${inner.size === 1 ? 'a Concat' : `${String(inner.size)} Concats`} before it joined`;
}

/** Counted from the front; `undefined` for other operators and unknown ranks. */
function axisOf(context: RuleContext, node: NodeId): number | undefined {
  const rank = context.op(node) === 'Concat' ? context.facts(context.out(node)).shape?.length : undefined;
  const axis = intAttribute(context.graph, node, 'axis', 0);
  return rank === undefined ? undefined : axis < 0 ? axis + rank : axis;
}
