import type { AttributeValue } from '../../shared/graph/attribute';
import { NONE, type NodeId } from '../../shared/graph/graph';
import { floatAttribute, intAttribute, intsAttribute, stringAttribute } from '../../shared/graph/nodeAttributes';
import { nodeOutputs } from '../../shared/graph/traversal';
import { nodeRule, type RuleContext } from './nodeRule';
import { standardOpset } from './standardOpset';
import { windowPadding } from './windowPadding';

/** Padding and its value are attributes of Pad before this version, and inputs from it on. */
const INPUTS_SINCE = 11;

/** Takes a Pad of the spatial axes into the padding of the Conv or pool behind it, where that pads with the same value. */
export const mergePads = nodeRule(mergeIntoWindow);

interface Padding {
  /** Begin of each spatial axis, then end of each, as Conv and pools have them. */
  readonly sizes: readonly number[];
  readonly value: number;
}

function mergeIntoWindow(context: RuleContext, node: NodeId): string | undefined {
  const op = context.op(node);
  if (op !== 'Conv' && op !== 'MaxPool' && op !== 'AveragePool') return undefined;
  const pad = context.ownMaker(context.in(node, 0), node, 'Pad');
  const padding = pad === NONE ? undefined : paddingOf(context, pad);
  const own = padding === undefined ? undefined : ownPadding(context, node, padding.sizes.length);
  if (padding === undefined || own === undefined || !padsAlike(context, node, padding, own)) return undefined;
  const { rewriter } = context;
  const sizes: AttributeValue = { kind: 'ints', values: own.map((size, index) => size + (padding.sizes[index] ?? 0)) };
  rewriter.setAttribute(node, 'pads', sizes);
  rewriter.setAttribute(node, 'auto_pad', { kind: 'string', value: 'NOTSET' });
  if (op === 'AveragePool') rewriter.setAttribute(node, 'count_include_pad', { kind: 'int', value: 1 });
  rewriter.setInput(node, 0, context.name(context.in(pad, 0)));
  rewriter.remove(pad);
  return `pads by itself, ${context.nodeName(pad) || 'a Pad'} before it is gone`;
}

/** What a Pad with one value adds to the axes behind batch and channels; `undefined` where it does anything else. */
function paddingOf(context: RuleContext, pad: NodeId): Padding | undefined {
  const { graph } = context;
  const hasInputs = standardOpset(graph) >= INPUTS_SINCE;
  const all = hasInputs ? padsOfInputs(context, pad) : intsAttribute(graph, pad, 'pads');
  const filling = context.in(pad, 2);
  const value = hasInputs ? (filling === NONE ? 0 : context.scalar(filling)) : floatAttribute(graph, pad, 'value', 0);
  const isConstant = stringAttribute(graph, pad, 'mode', 'constant') === 'constant';
  if (all === undefined || value === undefined || !isConstant || context.facts(context.in(pad, 0)).dtype !== 'float32') return undefined;
  const rank = all.length / 2;
  const isSpatial = [0, 1, rank, rank + 1].every(index => all[index] === 0);
  if (rank < 3 || !isSpatial || all.some(size => size < 0)) return undefined;
  return { sizes: [...all.slice(2, rank), ...all.slice(rank + 2)], value };
}

/** Begin of every axis, then end of every axis; from opset 18 on, a Pad may list only some of them. */
function padsOfInputs(context: RuleContext, pad: NodeId): readonly number[] | undefined {
  const sizes = context.integers(context.in(pad, 1));
  const listed = context.in(pad, 3);
  if (listed === NONE) return sizes;
  const rank = context.facts(context.in(pad, 0)).shape?.length;
  const axes = context.integers(listed);
  if (rank === undefined || axes === undefined || sizes?.length !== 2 * axes.length) return undefined;
  const all = new Array<number>(2 * rank).fill(0);
  axes.forEach((axis, index) => {
    const at = axis < 0 ? axis + rank : axis;
    all[at] = sizes[index] ?? 0;
    all[at + rank] = sizes[index + axes.length] ?? 0;
  });
  return all;
}

/** The padding that a Conv or pool has already, when its own numbers say it. */
function ownPadding({ graph }: RuleContext, node: NodeId, count: number): readonly number[] | undefined {
  const sizes = windowPadding(graph, node);
  if (sizes?.length === 0) return new Array<number>(count).fill(0);
  return sizes?.length === count ? sizes : undefined;
}

/** A Conv pads with 0, MaxPool with what never wins, AveragePool with zeros that count or with nothing. */
function padsAlike(context: RuleContext, node: NodeId, { sizes, value }: Padding, own: readonly number[]): boolean {
  const { graph } = context;
  if (context.op(node) === 'Conv') return value === 0;
  if (intAttribute(graph, node, 'ceil_mode', 0) !== 0 || nodeOutputs(graph, node).length > 1) return false;
  // The runtime wants windows that are larger than their padding.
  const kernel = intsAttribute(graph, node, 'kernel_shape') ?? [];
  if (!own.every((size, index) => size + (sizes[index] ?? 0) < (kernel[index % kernel.length] ?? 0))) return false;
  if (context.op(node) === 'MaxPool') return value === -Infinity;
  return value === 0 && (intAttribute(graph, node, 'count_include_pad', 0) !== 0 || own.every(size => size === 0));
}
