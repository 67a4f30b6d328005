import { multiplyDims } from '../../analysis/shapes/dims/dimArithmetic';
import type { SymbolicShape } from '../../analysis/shapes/fact';
import { onlyReader } from '../../shared/graph/constants';
import type { NodeDefinition } from '../../shared/graph/edit';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute, intsAttribute } from '../../shared/graph/nodeAttributes';
import { mainGraph, nodeInputs, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import { isView, VIEWS } from './isView';
import { nodeRule, type RuleContext } from './nodeRule';
import { reshapeTarget } from './reshapeTarget';
import { defineLike, defineNode } from './rewriter';
import { int64Vector } from './vectorWeight';

/** Queries, keys and values, of which all that follows may be absent. */
const OPERANDS = 3;
const MASK = 3;
/** Axes of [batch, heads, length, width] in the order in which they stand where heads are part of the last axis. */
const HEADS_LAST = [0, 2, 1, 3];
const IN_ORDER = [0, 1, 2, 3];
const HEADS = 1;

/**
 * Attention over heads that are brought forward and go back afterwards (inputs of rank 4 in ONNX Attention-23) finds them in the last axis itself
 * (inputs of rank 3), as parts of one tensor, too. What is left of the Transposes are views.
 */
export const takeHeadsInside = nodeRule(takeInside);

function takeInside(context: RuleContext, node: NodeId): string | undefined {
  if (context.op(node) !== 'Attention' || !hasOnlyMask(context, node)) return undefined;
  const shapes = [0, 1, 2].map(index => context.facts(context.in(node, index)).shape);
  const [heads, sharedHeads] = shapes.map(shape => shape?.[HEADS]);
  const after = headsBack(context, node);
  if (after === undefined || typeof heads !== 'number' || typeof sharedHeads !== 'number') return undefined;
  const sources = sourcesOf(context, node);
  if (sources === undefined) return undefined;
  const { rewriter } = context;
  const operands = new Map<TensorId, string>();
  for (const source of sources) rewriter.insert(node, ...source.write(operands));
  const name = context.name(context.out(node));
  const joined = rewriter.names.make(`${name}_joined`);
  const definition = defineLike(context.graph, node, tensor => operands.get(tensor) ?? context.name(tensor));
  const attributes = new Map([
    ...definition.attributes,
    ['q_num_heads', { kind: 'int', value: heads } as const],
    ['kv_num_heads', { kind: 'int', value: sharedHeads } as const],
  ]);
  const target = rewriter.addWeight(`${joined}_shape`, int64Vector(after.target));
  for (const taken of [...sources.flatMap(({ nodes }) => nodes), node, after.node]) rewriter.remove(taken);
  rewriter.insert(
    node,
    { ...definition, outputs: [joined], attributes },
    defineNode('Reshape', context.nodeName(after.node), [joined, target], [context.name(context.out(after.node))], [after.node]),
  );
  return 'takes heads from the last axis itself';
}

function hasOnlyMask({ graph }: RuleContext, node: NodeId): boolean {
  const isAbsent = (tensor: TensorId): boolean => tensor === NONE;
  return (
    nodeInputs(graph, node)
      .slice(MASK + 1)
      .every(isAbsent) && nodeOutputs(graph, node).slice(1).every(isAbsent)
  );
}

interface HeadsBack {
  readonly node: NodeId;
  /** Of the Reshape that stands in its place. */
  readonly target: readonly number[];
}

/** The Transpose behind an Attention that brings heads to the last axis, or the view where there is nothing to bring. */
function headsBack(context: RuleContext, node: NodeId): HeadsBack | undefined {
  const result = context.out(node);
  const back = onlyReader(context.graph, result);
  const { shape } = context.facts(result);
  if (back === NONE || back >= mainGraph(context.graph).nodeCount || shape?.length !== 4) return undefined;
  const order = orderOf(context, back);
  if (order === undefined || !areInOrder(order.filter(axis => shape[axis] !== 1).map(axis => HEADS_LAST.indexOf(axis)))) return undefined;
  const target = reshapeTarget(joinedShape(shape), context.facts(context.out(back)).shape);
  return target === undefined ? undefined : { node: back, target };
}

/** Which axes of what a node reads stand where in what it makes; for a view, in their order. */
function orderOf(context: RuleContext, node: NodeId): readonly number[] | undefined {
  if (isView(context, node)) return IN_ORDER;
  return context.op(node) === 'Transpose' ? intsAttribute(context.graph, node, 'perm') : undefined;
}

/** What some operands of an Attention are made by. */
interface Source {
  readonly nodes: readonly NodeId[];
  /** What stands in their place, and `operands`: the names of what it makes for each. */
  write(operands: Map<TensorId, string>): readonly NodeDefinition[];
}

/** Where all operands come from when each is made by bringing heads forward, alone or as a part of what a Split takes apart. */
function sourcesOf(context: RuleContext, node: NodeId): readonly Source[] | undefined {
  const operands = Array.from({ length: OPERANDS }, (_, index) => context.in(node, index));
  const makers = [...new Set(operands.map(operand => producerOf(context.graph, operand)))];
  const sources = makers.map(maker => transposed(context, maker, node) ?? split(context, maker, operands, node));
  return sources.every(source => source !== undefined) ? sources : undefined;
}

function transposed(context: RuleContext, maker: NodeId, reader: NodeId): Source | undefined {
  const output = maker === NONE ? NONE : context.out(maker);
  const joined = output !== NONE && onlyReader(context.graph, output) === reader ? headsForward(context, maker) : undefined;
  if (joined === undefined) return undefined;
  return {
    nodes: [maker],
    write: operands => {
      const { name, definition } = joined();
      operands.set(output, name);
      return [definition];
    },
  };
}

function split(context: RuleContext, maker: NodeId, operands: readonly TensorId[], reader: NodeId): Source | undefined {
  if (maker === NONE || context.op(maker) !== 'Split' || intAttribute(context.graph, maker, 'axis', 0) !== HEADS) return undefined;
  const parts = Array.from(nodeOutputs(context.graph, maker));
  const whole = context.in(maker, 0);
  const permuted = context.ownMaker(whole, maker, ...VIEWS);
  const joined = permuted === NONE ? undefined : headsForward(context, permuted);
  const widths = parts.map(part => joinedShape(context.facts(part).shape)?.at(-1)).filter(width => typeof width === 'number');
  const isAll = parts.every(part => operands.includes(part) && onlyReader(context.graph, part) === reader);
  if (joined === undefined || !isAll || widths.length < parts.length) return undefined;
  return {
    nodes: [permuted, maker],
    write: own => {
      const { rewriter } = context;
      const { name, definition } = joined();
      const outputs = parts.map(part => rewriter.names.make(`${context.name(part)}_joined`));
      parts.forEach((part, index) => own.set(part, outputs[index] ?? ''));
      const inputs = [name, rewriter.addWeight(`${name}_widths`, int64Vector(widths))];
      const axis = new Map([['axis', { kind: 'int', value: -1 } as const]]);
      return [definition, defineNode('Split', context.nodeName(maker), inputs, outputs, [maker], axis)];
    },
  };
}

/** Makes the view of what a Transpose (or a view, where there is nothing to bring forward) reads that has heads in the last axis, `undefined` where that is no view. */
function headsForward(
  context: RuleContext,
  transpose: NodeId,
): (() => { readonly name: string; readonly definition: NodeDefinition }) | undefined {
  const { shape } = context.facts(context.out(transpose));
  const order = orderOf(context, transpose);
  if (order === undefined || shape?.length !== 4) return undefined;
  const source = context.in(transpose, 0);
  const target = areInOrder(HEADS_LAST.filter(axis => shape[axis] !== 1).map(axis => order[axis] ?? NONE))
    ? reshapeTarget(context.facts(source).shape, joinedShape(shape))
    : undefined;
  if (target === undefined) return undefined;
  return () => {
    const name = context.rewriter.names.make(`${context.name(context.out(transpose))}_joined`);
    const inputs = [context.name(source), context.rewriter.addWeight(`${name}_shape`, int64Vector(target))];
    return { name, definition: defineNode('Reshape', context.nodeName(transpose), inputs, [name], [transpose]) };
  };
}

/** [batch, heads, length, width] → [batch, length, heads · width], whose last size is known. */
function joinedShape(shape: SymbolicShape | undefined): SymbolicShape | undefined {
  const [batch, heads, length, width] = shape ?? [];
  const joined = multiplyDims(heads, width);
  return typeof joined === 'number' ? [batch, length, joined] : undefined;
}

function areInOrder(axes: readonly number[]): boolean {
  return axes.every((axis, index) => index === 0 || axis > (axes[index - 1] ?? 0));
}
