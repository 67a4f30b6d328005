import { sameDim, type SymbolicDim } from '../../analysis/shapes/dims/dim';
import { multiplyDims } from '../../analysis/shapes/dims/dimArithmetic';
import type { SymbolicShape } from '../../analysis/shapes/fact';
import { NONE, type NodeId } from '../../shared/graph/graph';
import { intsAttribute } from '../../shared/graph/nodeAttributes';
import { isView, VIEWS } from './isView';
import type { RuleContext } from './nodeRule';
import { reshapeTarget } from './reshapeTarget';
import { defineNode } from './rewriter';
import { int64Vector } from './vectorWeight';

/**
 * A view behind a Transpose that only cuts axes is done by the view in front of it: [length, batch · heads, width], permuted and cut into
 * [batch, heads, length, width], is [length, batch, heads, width] permuted.
 */
export function cutBeforeTranspose(context: RuleContext, node: NodeId): string | undefined {
  if (!isView(context, node)) return undefined;
  const moved = context.ownMaker(context.in(node, 0), node, 'Transpose');
  const inner = moved === NONE ? NONE : context.ownMaker(context.in(moved, 0), moved, ...VIEWS);
  const order = moved === NONE ? undefined : intsAttribute(context.graph, moved, 'perm');
  if (inner === NONE || !isView(context, inner) || order === undefined) return undefined;
  const { facts, rewriter } = context;
  const shape = facts(context.out(node)).shape;
  const runs = runsOf(facts(context.out(moved)).shape, shape);
  if (shape === undefined || runs === undefined) return undefined;
  const before = order.map((_, axis) => runs[order.indexOf(axis)] ?? []).flat();
  const target = reshapeTarget(
    facts(context.in(inner, 0)).shape,
    before.map(axis => shape[axis]),
  );
  if (target === undefined) return undefined;
  const output = context.name(context.out(node));
  const cut = rewriter.names.make(`${output}_cut`);
  const inputs = [context.name(context.in(inner, 0)), rewriter.addWeight(`${cut}_shape`, int64Vector(target))];
  const perm = new Map([['perm', { kind: 'ints', values: shape.map((_, axis) => before.indexOf(axis)) } as const]]);
  for (const merged of [inner, moved, node]) rewriter.remove(merged);
  rewriter.insert(
    node,
    defineNode('Reshape', context.nodeName(inner), inputs, [cut], [inner, node]),
    defineNode('Transpose', context.nodeName(moved), [cut], [output], [moved], perm),
  );
  return `${context.op(inner)}, Transpose and ${context.op(node)} are Reshape and Transpose`;
}

/** For each axis of `whole` the axes of `cut`, a view of it, next to each other that it is cut into; `undefined` where some are cut together. */
function runsOf(whole: SymbolicShape | undefined, cut: SymbolicShape | undefined): readonly (readonly number[])[] | undefined {
  if (whole === undefined || cut === undefined) return undefined;
  let next = 0;
  const runs = whole.map((size, axis) => {
    const run: number[] = [];
    const isLast = axis === whole.length - 1;
    let product: SymbolicDim = 1;
    while (next < cut.length && (isLast || !sameDim(product, size))) {
      product = multiplyDims(product, cut[next]);
      run.push(next++);
    }
    return sameDim(product, size) ? run : undefined;
  });
  return runs.every(run => run !== undefined) ? runs : undefined;
}
