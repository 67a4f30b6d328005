import { sameDim, type SymbolicDim } from '../../analysis/shapes/dims/dim';
import { productOfDims } from '../../analysis/shapes/dims/dimArithmetic';
import type { SymbolicShape } from '../../analysis/shapes/fact';
import type { AttributeValue } from '../../shared/graph/attribute';
import { onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute, intsAttribute } from '../../shared/graph/nodeAttributes';
import { mainGraph, nodeOutputs } from '../../shared/graph/traversal';
import { nodeRule, type RuleContext } from './nodeRule';
import { reshapeTarget } from './reshapeTarget';
import { defineNode } from './rewriter';
import { standardOpset } from './standardOpset';
import { int64Vector } from './vectorWeight';

/** Sizes of a Split are an input since opset 13. */
const SIZES_SINCE = 13;

/**
 * What every part of a Split is viewed as is done once with the whole in front of it: the last axis of queries, keys and values is cut into heads, and
 * heads are brought forward.
 */
export const viewBeforeSplit = nodeRule(viewBefore, permuteBefore);

/** A Split each of whose parts is the first input of one node, all of them of the same operator. */
interface Parts {
  readonly whole: TensorId;
  readonly axis: number;
  readonly readers: readonly NodeId[];
}

function partsOf(context: RuleContext, split: NodeId, op: string): Parts | undefined {
  const { graph } = context;
  if (context.op(split) !== 'Split' || standardOpset(graph) < SIZES_SINCE) return undefined;
  const whole = context.in(split, 0);
  const rank = context.facts(whole).shape?.length;
  const axis = intAttribute(graph, split, 'axis', 0);
  const parts = nodeOutputs(graph, split);
  const readers = Array.from(parts, part => (part === NONE ? NONE : onlyReader(graph, part)));
  const { nodeCount } = mainGraph(graph);
  const isSame =
    readers.length > 1 &&
    readers.every((reader, at) => reader < nodeCount && context.op(reader) === op && context.in(reader, 0) === parts[at]);
  return rank !== undefined && isSame ? { whole, axis: axis < 0 ? axis + rank : axis, readers } : undefined;
}

/** [lead, sᵢ · rest] split and each viewed as [lead′, cᵢ, rest′] → viewed as [lead′, Σ cᵢ, rest′] and split: elements keep their order. */
function viewBefore(context: RuleContext, split: NodeId): string | undefined {
  const parts = partsOf(context, split, 'Reshape');
  const shape = parts === undefined ? undefined : context.facts(parts.whole).shape;
  const views = parts?.readers.map(reader => context.facts(context.out(reader)).shape) ?? [];
  const axis = parts === undefined || shape === undefined ? undefined : viewedAxis(productOfDims(shape.slice(0, parts.axis)), views);
  if (parts === undefined || shape === undefined || axis === undefined) return undefined;
  const counts = views.map(view => view?.[axis]).filter(count => typeof count === 'number');
  const total = counts.reduce((sum, count) => sum + count, 0);
  const target = reshapeTarget(
    shape,
    views[0]?.map((dim, at) => (at === axis ? total : dim)),
  );
  if (target === undefined || counts.length < views.length) return undefined;
  const { rewriter } = context;
  const name = context.name(parts.whole);
  const viewed = rewriter.names.make(`${name}_cut`);
  const inputs = [name, rewriter.addWeight(`${viewed}_shape`, int64Vector(target))];
  rewriter.insert(split, defineNode('Reshape', `${context.nodeName(split)}_cut`, inputs, [viewed], parts.readers));
  const outputs = parts.readers.map(reader => context.name(context.out(reader)));
  insertSplit(context, split, parts, viewed, axis, counts, outputs);
  return `${parts.readers.length} Reshapes behind it are one before it`;
}

/** The last axis before which views have as many elements as `lead`, and around which they are the same. */
function viewedAxis(lead: SymbolicDim, views: readonly (SymbolicShape | undefined)[]): number | undefined {
  const [first = []] = views;
  const isSame = (view: SymbolicShape | undefined, axis: number): boolean =>
    view?.length === first.length && view.every((dim, at) => at === axis || sameDim(dim, first[at]));
  for (let axis = first.length - 1; axis >= 0; axis--)
    if (sameDim(productOfDims(first.slice(0, axis)), lead) && views.every(view => isSame(view, axis))) return axis;
  return undefined;
}

/** The permutation that most parts get is done before; a part that got another one gets what is missing. */
function permuteBefore(context: RuleContext, split: NodeId): string | undefined {
  const { graph, rewriter } = context;
  const parts = partsOf(context, split, 'Transpose');
  const perms = parts?.readers.map(reader => intsAttribute(graph, reader, 'perm')) ?? [];
  const common = mostCommon(perms);
  if (parts === undefined || common === undefined) return undefined;
  const axis = common.indexOf(parts.axis);
  const sizes = parts.readers.map((reader, index) => {
    const position = perms[index]?.indexOf(parts.axis) ?? NONE;
    return context.facts(context.out(reader)).shape?.[position];
  });
  if (!sizes.every(size => typeof size === 'number')) return undefined;
  const name = context.name(parts.whole);
  const permuted = rewriter.names.make(`${name}_permuted`);
  const outputs = parts.readers.map((reader, index) => {
    const output = context.name(context.out(reader));
    const missing = perms[index]?.map(from => common.indexOf(from)) ?? [];
    if (missing.every((from, to) => from === to)) return output;
    const between = rewriter.names.make(`${output}_part`);
    rewriter.insert(reader, defineNode('Transpose', context.nodeName(reader), [between], [output], [reader], permutation(missing)));
    return between;
  });
  rewriter.insert(
    split,
    defineNode('Transpose', `${context.nodeName(split)}_permuted`, [name], [permuted], parts.readers, permutation(common)),
  );
  insertSplit(context, split, parts, permuted, axis, sizes, outputs);
  return 'Transposes behind it are one before it';
}

/** The permutation that at least two have, `undefined` where one is not known. */
function mostCommon(perms: readonly (readonly number[] | undefined)[]): readonly number[] | undefined {
  const counts = new Map<string, number>();
  for (const perm of perms) counts.set(String(perm), (counts.get(String(perm)) ?? 0) + 1);
  const [[key, count] = ['', 0]] = [...counts].sort(([, a], [, b]) => b - a);
  return perms.includes(undefined) || count < 2 ? undefined : perms.find(perm => String(perm) === key);
}

function permutation(perm: readonly number[]): ReadonlyMap<string, AttributeValue> {
  return new Map([['perm', { kind: 'ints', values: perm }]]);
}

function insertSplit(
  context: RuleContext,
  split: NodeId,
  { readers }: Parts,
  whole: string,
  axis: number,
  sizes: readonly number[],
  outputs: readonly string[],
): void {
  const { rewriter } = context;
  const inputs = [whole, rewriter.addWeight(`${whole}_sizes`, int64Vector(sizes))];
  const attributes = new Map<string, AttributeValue>([['axis', { kind: 'int', value: axis }]]);
  for (const node of [split, ...readers]) rewriter.remove(node);
  rewriter.insert(split, defineNode('Split', context.nodeName(split), inputs, outputs, [split, ...readers], attributes));
}
