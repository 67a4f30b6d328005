import { intsAttribute } from '../../shared/graph/nodeAttributes';
import { NONE, type NodeId } from '../../shared/graph/graph';
import { producerOf } from '../../shared/graph/traversal';
import { cutBeforeTranspose } from './cutBeforeTranspose';
import { isView, VIEWS } from './isView';
import { nodeRule, type RuleContext } from './nodeRule';
import { reshapeTarget } from './reshapeTarget';
import { defineNode } from './rewriter';
import { int64Vector } from './vectorWeight';

/** Makes one node of two that only move or regroup axes. */
export const mergeViews = nodeRule(skipRoundTrip, mergeReshapes, mergeTransposes, cutBeforeTranspose);

/** Writes a Transpose between Unsqueeze and Squeeze as one of fewer axes; before `mergeViews` makes Reshapes of these. */
export const transposeDirectly = nodeRule(shortenPermutation);

/** Readers of what undoes a permutation read what was there before, whoever else reads what lies between. */
function skipRoundTrip(context: RuleContext, node: NodeId): string | undefined {
  const { graph, rewriter } = context;
  const inner = producerOf(graph, context.in(node, 0));
  const output = context.out(node);
  if (output === NONE || context.isSeenOutside(output)) return undefined;
  if (composedAxes(context, inner, node)?.every((axis, index) => axis === index) !== true) return undefined;
  rewriter.redirect(context.name(output), context.name(context.in(inner, 0)));
  rewriter.remove(node);
  return `undoes ${context.nodeName(inner) || 'the one before it'}`;
}

/** A view of a view is one Reshape. */
function mergeReshapes(context: RuleContext, node: NodeId): string | undefined {
  const { rewriter, facts } = context;
  if (!isView(context, node)) return undefined;
  const inner = context.ownMaker(context.in(node, 0), node, ...VIEWS);
  const target =
    inner === NONE || !isView(context, inner)
      ? undefined
      : reshapeTarget(facts(context.in(inner, 0)).shape, facts(context.out(node)).shape);
  if (target === undefined) return undefined;
  const [source, output] = [context.name(context.in(inner, 0)), context.name(context.out(node))];
  const detail = `${context.op(inner)} and ${context.op(node)} are one Reshape to [${target.join(', ')}]`;
  const shape = rewriter.addWeight(`${output}_shape`, int64Vector(target));
  replace(context, [inner, node], defineNode('Reshape', context.nodeName(node), [source, shape], [output], [inner, node]));
  return detail;
}

/** Two permutations are one. */
function mergeTransposes(context: RuleContext, node: NodeId): string | undefined {
  if (context.op(node) !== 'Transpose') return undefined;
  const inner = context.ownMaker(context.in(node, 0), node, 'Transpose');
  const both = inner === NONE ? undefined : composedAxes(context, inner, node);
  if (both === undefined) return undefined;
  replaceByTranspose(context, [inner, node], both);
  return 'two Transposes are one';
}

/** The permutation that one Transpose behind another amounts to; `undefined` for other operators. */
function composedAxes(context: RuleContext, inner: NodeId, outer: NodeId): readonly number[] | undefined {
  const [first, second] = [permutation(context, inner), permutation(context, outer)];
  return first === undefined ? undefined : second?.map(axis => first[axis] ?? axis);
}

/** Of a Transpose; without `perm` it reverses the axes. */
function permutation(context: RuleContext, node: NodeId): readonly number[] | undefined {
  if (context.op(node) !== 'Transpose') return undefined;
  const reversed = context
    .facts(context.in(node, 0))
    .shape?.map((_, axis) => axis)
    .reverse();
  return intsAttribute(context.graph, node, 'perm') ?? reversed;
}

/** Axes that are added before a Transpose and taken away behind it only made the permutation longer. */
function shortenPermutation(context: RuleContext, node: NodeId): string | undefined {
  if (context.op(node) !== 'Squeeze') return undefined;
  const moved = context.ownMaker(context.in(node, 0), node, 'Transpose');
  const added = moved === NONE ? NONE : context.ownMaker(context.in(moved, 0), moved, 'Unsqueeze');
  const order = added === NONE ? undefined : intsAttribute(context.graph, moved, 'perm');
  const rank = order?.length ?? 0;
  const addedAxes = axesOf(context, added, rank);
  const takenAxes = axesOf(context, node, rank);
  if (order === undefined || addedAxes === undefined || takenAxes === undefined || addedAxes.size !== takenAxes.size) return undefined;
  if (!order.every((axis, position) => addedAxes.has(axis) === takenAxes.has(position))) return undefined;
  const own = order.map((_, axis) => axis).filter(axis => !addedAxes.has(axis));
  const direct = order.filter(axis => !addedAxes.has(axis)).map(axis => own.indexOf(axis));
  replaceByTranspose(context, [added, moved, node], direct);
  return 'Unsqueeze, Transpose and Squeeze are one Transpose';
}

function replaceByTranspose(context: RuleContext, nodes: readonly NodeId[], perm: readonly number[]): void {
  const [first = NONE] = nodes;
  const last = nodes.at(-1) ?? NONE;
  const attributes = new Map([['perm', { kind: 'ints', values: perm } as const]]);
  const [source, output] = [context.name(context.in(first, 0)), context.name(context.out(last))];
  replace(context, nodes, defineNode('Transpose', context.nodeName(last), [source], [output], nodes, attributes));
}

function replace({ rewriter }: RuleContext, nodes: readonly NodeId[], definition: ReturnType<typeof defineNode>): void {
  for (const node of nodes) rewriter.remove(node);
  rewriter.insert(nodes.at(-1) ?? NONE, definition);
}

/** Axes of a Squeeze or Unsqueeze, counted in the longer shape; an attribute before opset 13 and an input from then on. */
function axesOf(context: RuleContext, node: NodeId, rank: number): ReadonlySet<number> | undefined {
  if (node === NONE) return undefined;
  const axes = intsAttribute(context.graph, node, 'axes') ?? context.integers(context.in(node, 1));
  return axes === undefined ? undefined : new Set(axes.map(axis => (axis < 0 ? axis + rank : axis)));
}
