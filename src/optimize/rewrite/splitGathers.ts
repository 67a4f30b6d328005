import { sameDim } from '../../analysis/shapes/dims/dim';
import type { SymbolicShape } from '../../analysis/shapes/fact';
import type { AttributeValue } from '../../shared/graph/attribute';
import { constantWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute, intsAttribute } from '../../shared/graph/nodeAttributes';
import { consumersOf, mainGraph, producerOf } from '../../shared/graph/traversal';
import { isView } from './isView';
import { nodeRule, type RuleContext } from './nodeRule';
import { reshapeTarget } from './reshapeTarget';
import { defineNode } from './rewriter';
import { standardOpset } from './standardOpset';
import { int64Vector } from './vectorWeight';

/** Equal parts without a list of sizes since opset 13; from 18 on their number is an attribute. */
const PLAIN_SINCE = 13;
const COUNTED_SINCE = 18;

/**
 * Several Gathers that take one slice each of the same axis, and view it in another shape, become one Split: queries, keys and values that come out of one
 * matrix product. A Transpose or Reshape before them that only brought the axis to the front is not needed then.
 */
export const splitGathers = nodeRule(splitAt);

/** One Gather and the view that reads it. */
interface Taken {
  readonly gather: NodeId;
  readonly view: NodeId;
  readonly index: number;
}

function splitAt(context: RuleContext, node: NodeId): string | undefined {
  if (context.op(node) !== 'Gather' || standardOpset(context.graph) < PLAIN_SINCE) return undefined;
  const source = context.in(node, 0);
  // Siblings are looked at once, from the first of them.
  if (consumersOf(context.graph, source)[0] !== node) return undefined;
  const rank = context.facts(source).shape?.length ?? 0;
  const axis = wrapped(intAttribute(context.graph, node, 'axis', 0), rank);
  const taken = takenFrom(context, source, axis, rank);
  if (taken === undefined || context.facts(source).shape?.[axis] !== taken.length || taken.length < 2) return undefined;
  const split = beforeReshape(context, beforeTranspose(context, { tensor: source, axis }));
  const part = partOf(context, split, taken.length);
  const targets = taken.map(({ view }) => reshapeTarget(part, context.facts(context.out(view)).shape));
  if (targets.some(target => target === undefined)) return undefined;
  const { rewriter } = context;
  const parts = taken.map(({ gather }) => rewriter.names.make(`${context.name(context.out(gather))}_part`));
  const attributes = new Map<string, AttributeValue>([['axis', { kind: 'int', value: split.axis }]]);
  if (standardOpset(context.graph) >= COUNTED_SINCE) attributes.set('num_outputs', { kind: 'int', value: taken.length });
  const gathers = taken.map(({ gather }) => gather);
  rewriter.insert(node, defineNode('Split', `${context.nodeName(node)}_split`, [context.name(split.tensor)], parts, gathers, attributes));
  taken.forEach(({ gather, view }, index) => {
    const output = context.name(context.out(view));
    const shape = rewriter.addWeight(`${output}_shape`, int64Vector(targets[index] ?? []));
    rewriter.insert(view, defineNode('Reshape', context.nodeName(view), [parts[index] ?? '', shape], [output], [view]));
    rewriter.remove(gather);
    rewriter.remove(view);
  });
  return `${taken.length} Gathers are one Split`;
}

/** All readers of a tensor when each takes another slice of the axis and only a view reads it, in the order of the slices. */
function takenFrom(context: RuleContext, source: TensorId, axis: number, rank: number): readonly Taken[] | undefined {
  const { graph } = context;
  const taken: Taken[] = [];
  if (context.isSeenOutside(source)) return undefined;
  for (const gather of consumersOf(graph, source)) {
    const index = constantWeight(graph, context.in(gather, 1))?.dims.length === 0 ? context.scalar(context.in(gather, 1)) : undefined;
    const isSame = context.op(gather) === 'Gather' && wrapped(intAttribute(graph, gather, 'axis', 0), rank) === axis;
    const view = isSame ? onlyReader(graph, context.out(gather)) : NONE;
    if (index === undefined || view === NONE || view >= mainGraph(graph).nodeCount || !isView(context, view)) return undefined;
    taken.push({ gather, view, index });
  }
  taken.sort((a, b) => a.index - b.index);
  return taken.every(({ index }, position) => index === position) ? taken : undefined;
}

interface Split {
  readonly tensor: TensorId;
  readonly axis: number;
}

/** The tensor before a Transpose that only moved the axis somewhere else. */
function beforeTranspose(context: RuleContext, { tensor, axis }: Split): Split {
  const maker = producerOf(context.graph, tensor);
  const perm = context.op(maker) === 'Transpose' ? intsAttribute(context.graph, maker, 'perm') : undefined;
  const others = perm?.filter((_, position) => position !== axis);
  const isMovedAlone = others?.every((other, position) => position === 0 || other > (others[position - 1] ?? 0)) ?? false;
  return isMovedAlone ? { tensor: context.in(maker, 0), axis: perm?.[axis] ?? axis } : { tensor, axis };
}

/** The tensor before a Reshape that only cut the last axis into this one and others. */
function beforeReshape(context: RuleContext, { tensor, axis }: Split): Split {
  const maker = producerOf(context.graph, tensor);
  const before = context.op(maker) === 'Reshape' ? context.facts(context.in(maker, 0)).shape : undefined;
  const after = context.facts(tensor).shape;
  const isCut = before?.length === axis + 1 && before.every((dim, index) => index === axis || sameDim(dim, after?.[index]));
  return isCut ? { tensor: context.in(maker, 0), axis } : { tensor, axis };
}

/** Shape of each of `count` equal parts. */
function partOf({ facts }: RuleContext, { tensor, axis }: Split, count: number): SymbolicShape | undefined {
  const { shape } = facts(tensor);
  const size = shape?.[axis];
  return typeof size === 'number' && size % count === 0 ? shape?.map((dim, index) => (index === axis ? size / count : dim)) : undefined;
}

function wrapped(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
