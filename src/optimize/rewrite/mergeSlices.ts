import { constantWeight } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import type { SymbolicDim } from '../../analysis/shapes/dims/dim';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineNode } from './rewriter';
import { standardOpset } from './standardOpset';
import { int64Vector } from './vectorWeight';

/** Slice takes its limits as inputs from this version on. */
const INPUTS_SINCE = 10;

/** A Slice of a Slice cuts once: limits of different axes stand side by side, those of one axis are counted in the first one's steps (ONNX Slice-13). */
export const mergeSlices = nodeRule(cutOnce);

/** What a Slice takes of one axis. */
interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

function cutOnce(context: RuleContext, node: NodeId): string | undefined {
  if (context.op(node) !== 'Slice' || standardOpset(context.graph) < INPUTS_SINCE) return undefined;
  const maker = context.ownMaker(context.in(node, 0), node, 'Slice');
  const first = maker === NONE ? undefined : cutsOf(context, maker);
  const second = first === undefined ? undefined : cutsOf(context, node);
  const cuts = first === undefined || second === undefined ? undefined : composed(context, maker, first, second);
  if (cuts === undefined) return undefined;
  const { rewriter } = context;
  const output = context.name(context.out(node));
  const stored = (suffix: string, valueOf: (cut: Cut) => number): string =>
    rewriter.addWeight(`${output}_${suffix}`, int64Vector(cuts.map(valueOf)));
  const inputs = [
    context.name(context.in(maker, 0)),
    stored('starts', ({ start }) => start),
    stored('ends', ({ end }) => end),
    stored('axes', ({ axis }) => axis),
    stored('steps', ({ step }) => step),
  ];
  rewriter.remove(maker);
  rewriter.remove(node);
  rewriter.insert(node, defineNode('Slice', context.nodeName(node), inputs, [output], [maker, node]));
  return `cuts what ${context.nodeName(maker) || 'a Slice'} before it had cut`;
}

/** Axes are counted from the front; `undefined` where limits are computed or the rank is unknown. */
function cutsOf(context: RuleContext, slice: NodeId): readonly Cut[] | undefined {
  const rank = context.facts(context.in(slice, 0)).shape?.length;
  const [starts, ends, axes, steps] = [1, 2, 3, 4].map(index => numbers(context, context.in(slice, index)));
  const hasAll = [3, 4].every(index => context.in(slice, index) === NONE || numbers(context, context.in(slice, index)) !== undefined);
  if (rank === undefined || starts === undefined || ends?.length !== starts.length || !hasAll) return undefined;
  return starts.map((start, position) => {
    const axis = axes?.[position] ?? position;
    return { axis: axis < 0 ? axis + rank : axis, start, end: ends[position] ?? 0, step: steps?.[position] ?? 1 };
  });
}

/** Stored integers, those beyond what a double holds exactly nearly so: “to the end” stays behind every end. */
function numbers({ graph, reader }: RuleContext, tensor: TensorId): readonly number[] | undefined {
  const data = constantWeight(graph, tensor) === undefined ? undefined : reader.readSmall(tensor)?.data;
  return data === undefined ? undefined : Array.from<unknown>(data).map(Number);
}

function composed(context: RuleContext, maker: NodeId, first: readonly Cut[], second: readonly Cut[]): readonly Cut[] | undefined {
  const { shape: whole } = context.facts(context.in(maker, 0));
  const { shape: part } = context.facts(context.out(maker));
  const cuts = [...first];
  for (const cut of second) {
    const place = cuts.findIndex(({ axis }) => axis === cut.axis);
    const before = cuts[place];
    const both = before === undefined ? cut : alongOneAxis(fromFront(before, whole?.[cut.axis]), fromFront(cut, part?.[cut.axis]));
    if (both === undefined) return undefined;
    cuts.splice(place === -1 ? cuts.length : place, 1, both);
  }
  return cuts;
}

function alongOneAxis(first: Cut | undefined, second: Cut | undefined): Cut | undefined {
  if (first === undefined || second === undefined) return undefined;
  const { axis, start, step } = first;
  return {
    axis,
    start: start + second.start * step,
    end: Math.min(first.end, start + second.end * step),
    step: step * second.step,
  };
}

/** The same cut with limits that are counted from the front; `undefined` for steps backwards, and where the size of the axis decides and is open. */
function fromFront(cut: Cut, size: SymbolicDim): Cut | undefined {
  if (cut.step <= 0) return undefined;
  const limit = (value: number): number | undefined =>
    value >= 0 ? value : typeof size === 'number' ? Math.max(value + size, 0) : undefined;
  const [start, end] = [limit(cut.start), limit(cut.end)];
  return start === undefined || end === undefined ? undefined : { ...cut, start, end };
}
