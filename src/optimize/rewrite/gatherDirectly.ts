import { haveSameDims, sameDim } from '../../analysis/shapes/dims/dim';
import type { SymbolicShape } from '../../analysis/shapes/fact';
import type { AttributeValue } from '../../shared/graph/attribute';
import { constantWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { mainGraph, producerOf } from '../../shared/graph/traversal';
import { storedWeight } from '../makeWeight';
import { isView } from './isView';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineNode } from './rewriter';
import { int64Vector } from './vectorWeight';

/** A Gather of one position needs no view that only adds or drops axes of size 1, before it or behind it: whether it keeps its own axis is a matter of its index. */
export const gatherDirectly = nodeRule(gatherAt);

function gatherAt(context: RuleContext, gather: NodeId): string | undefined {
  const indices = context.in(gather, 1);
  const count = constantWeight(context.graph, indices)?.dims;
  if (context.op(gather) !== 'Gather' || count === undefined || count.length > 1) return undefined;
  const index = context.scalar(indices);
  const source = context.in(gather, 0);
  const shape = context.facts(source).shape;
  if (index === undefined || shape === undefined) return undefined;
  const axis = intAttribute(context.graph, gather, 'axis', 0);
  const from = beforeUnitAxes(context, source, axis < 0 ? axis + shape.length : axis);
  const gathered = context.out(gather);
  const reader = onlyReader(context.graph, gathered);
  const isViewed = reader < mainGraph(context.graph).nodeCount && isView(context, reader) && context.in(reader, 0) === gathered;
  for (const last of isViewed ? [reader, gather] : [gather]) {
    if (last === gather && from.tensor === source) return undefined;
    const keepsAxis = axisIsKept(context, from, context.facts(context.out(last)).shape);
    if (keepsAxis === undefined) continue;
    write(context, gather, last, from, index, keepsAxis);
    return 'taken without a view beside it';
  }
  return undefined;
}

interface Axis {
  readonly tensor: TensorId;
  readonly axis: number;
}

/** The tensor before a view that only added or dropped axes of size 1, with the same axis in it. */
function beforeUnitAxes(context: RuleContext, tensor: TensorId, axis: number): Axis {
  const maker = producerOf(context.graph, tensor);
  const shape = context.facts(tensor).shape;
  if (maker === NONE || shape === undefined || !isView(context, maker)) return { tensor, axis };
  const before = context.facts(context.in(maker, 0)).shape;
  const wide = wideAxes(before ?? []);
  const own = wideAxes(shape);
  const isSame = wide.length === own.length && wide.every((from, position) => sameDim(before?.[from], shape[own[position] ?? 0]));
  const moved = wide[own.indexOf(axis)];
  return before !== undefined && isSame && moved !== undefined ? { tensor: context.in(maker, 0), axis: moved } : { tensor, axis };
}

function wideAxes(shape: SymbolicShape): readonly number[] {
  return [...shape.keys()].filter(axis => shape[axis] !== 1);
}

/** Whether one position of an axis gives a shape with that axis as 1, or without it; `undefined` where neither. */
function axisIsKept(context: RuleContext, { tensor, axis }: Axis, wanted: SymbolicShape | undefined): boolean | undefined {
  const shape = context.facts(tensor).shape ?? [];
  const kept = shape.map((dim, at) => (at === axis ? 1 : dim));
  const dropped = shape.filter((_, at) => at !== axis);
  return haveSameDims(kept, wanted) ? true : haveSameDims(dropped, wanted) ? false : undefined;
}

function write(context: RuleContext, gather: NodeId, last: NodeId, { tensor, axis }: Axis, index: number, keepsAxis: boolean): void {
  const { rewriter } = context;
  const output = context.name(context.out(last));
  const indices = keepsAxis ? int64Vector([index]) : storedWeight('int64', [], BigInt64Array.of(BigInt(index)));
  const inputs = [context.name(tensor), rewriter.addWeight(`${output}_position`, indices)];
  const attributes = new Map<string, AttributeValue>([['axis', { kind: 'int', value: axis }]]);
  for (const node of new Set([gather, last])) rewriter.remove(node);
  rewriter.insert(gather, defineNode('Gather', context.nodeName(gather), inputs, [output], [gather, last], attributes));
}
