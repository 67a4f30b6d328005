import type { SymbolicShape } from '../../analysis/shapes/fact';
import type { AttributeValue } from '../../shared/graph/attribute';
import { constantWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { floatAttribute, intAttribute } from '../../shared/graph/nodeAttributes';
import { consumersOf, mainGraph } from '../../shared/graph/traversal';
import type { ConcreteShape } from '../../shared/graph/shape';
import { makeWeight } from '../makeWeight';
import { readFloats } from '../readFloats';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineNode } from './rewriter';
import { standardOpset } from './standardOpset';
import { int64Vector } from './vectorWeight';

/** Sizes of a Split are an input since opset 13. */
const SIZES_SINCE = 13;

/**
 * Products of one tensor with several stored matrices, with their biases, are one product and a Split: queries, keys and values of an attention.
 * x·[A B C] + [a b c] has the columns of x·A + a, x·B + b and x·C + c, whose sums the runtime may add up in another order, hence “close”.
 */
export const joinAllProjections = nodeRule((context, node) => joinAt(context, node, () => true));

/** The same where the Split costs nothing that can be measured: of results that are known to stay in the cache. */
export const joinProjections = nodeRule((context, node) => joinAt(context, node, found => staysInCache(context, found)));

/** The L2 cache of a core of ten years ago (Skylake). */
const CACHED_BYTES = 256 * 1024;
const FLOAT_BYTES = 4;

/** x · W [depth, width] + bias [width], as MatMul and Add or as a plain Gemm. */
interface Projection {
  readonly product: NodeId;
  readonly weight: TensorId;
  readonly width: number;
  /** The Add; `NONE` without one and for a Gemm. */
  readonly sum: NodeId;
  /** `NONE` without one. */
  readonly bias: TensorId;
}

function joinAt(context: RuleContext, node: NodeId, pays: (found: readonly Projection[]) => boolean): Promise<string> | undefined {
  const op = context.op(node);
  if ((op !== 'MatMul' && op !== 'Gemm') || standardOpset(context.graph) < SIZES_SINCE) return undefined;
  const readers = consumersOf(context.graph, context.in(node, 0));
  // Siblings are looked at once, from the first of them.
  if (readers.find(reader => projectionOf(context, reader, op) !== undefined) !== node) return undefined;
  const projections = [...new Set(readers)].map(reader => projectionOf(context, reader, op)).filter(found => found !== undefined);
  const nodes = projections.flatMap(({ product, sum }) => (sum === NONE ? [product] : [product, sum]));
  const hasSums = nodes.length > projections.length;
  const saved = nodes.length - (hasSums ? 3 : 2) + savedViews(context, projections);
  return saved > 0 && pays(projections) ? join(context, projections, nodes) : undefined;
}

/** Reshapes of every result are one in front of the Split (`splits`). */
function savedViews(context: RuleContext, projections: readonly Projection[]): number {
  const isViewed = ({ product, sum }: Projection): boolean => {
    const reader = onlyReader(context.graph, context.out(sum === NONE ? product : sum));
    return reader !== NONE && context.op(reader) === 'Reshape';
  };
  return projections.every(isViewed) ? projections.length - 1 : 0;
}

function staysInCache(context: RuleContext, projections: readonly Projection[]): boolean {
  const sizes = projections.map(({ product }) => bytesOf(context.facts(context.out(product)).shape));
  return sizes.reduce((sum, size) => sum + size, 0) <= CACHED_BYTES;
}

/** Infinite where a size is open. */
function bytesOf(shape: SymbolicShape | undefined): number {
  return (shape ?? [undefined]).reduce<number>((bytes, dim) => (typeof dim === 'number' ? bytes * dim : Infinity), FLOAT_BYTES);
}

function projectionOf(context: RuleContext, product: NodeId, op: 'MatMul' | 'Gemm'): Projection | undefined {
  if (product >= mainGraph(context.graph).nodeCount || context.op(product) !== op) return undefined;
  const weight = context.in(product, 1);
  const width = ownDims(context, weight, 2)?.[1];
  if (width === undefined) return undefined;
  if (op === 'Gemm') return plainGemm(context, { product, weight, width, sum: NONE, bias: context.in(product, 2) });
  const sum = onlyReader(context.graph, context.out(product));
  const slots = sum !== NONE && context.op(sum) === 'Add' ? [0, 1] : [];
  const bias = slots.map(slot => context.in(sum, slot)).find(tensor => ownDims(context, tensor, 1)?.[0] === width);
  return bias === undefined ? { product, weight, width, sum: NONE, bias: NONE } : { product, weight, width, sum, bias };
}

function plainGemm(context: RuleContext, projection: Projection): Projection | undefined {
  const { graph } = context;
  const { product, width, bias } = projection;
  const isTransposed = ['transA', 'transB'].some(name => intAttribute(graph, product, name, 0) !== 0);
  const isScaled = ['alpha', 'beta'].some(name => floatAttribute(graph, product, name, 1) !== 1);
  return isTransposed || isScaled || (bias !== NONE && ownDims(context, bias, 1)?.[0] !== width) ? undefined : projection;
}

/** Sizes of a weight of some rank whose values may change in place. */
function ownDims(context: RuleContext, tensor: TensorId, rank: number): ConcreteShape | undefined {
  const dims = context.ownFloats(tensor)?.dims;
  return dims?.length === rank ? dims : undefined;
}

async function join(context: RuleContext, projections: readonly Projection[], nodes: readonly NodeId[]): Promise<string> {
  const { rewriter } = context;
  const [{ product } = { product: NONE }] = projections;
  const name = context.nodeName(product);
  const inner = rewriter.names.make(`${context.name(context.out(product))}_joined`);
  const operands = [context.name(context.in(product, 0)), await storeSideBySide(context, projections, 'weight')];
  const hasBias = projections.some(({ bias }) => bias !== NONE);
  const biases = hasBias ? [await storeSideBySide(context, projections, 'bias')] : [];
  const isGemm = context.op(product) === 'Gemm';
  const definitions = [defineNode(context.op(product), `${name}_joined`, isGemm ? [...operands, ...biases] : operands, [inner], nodes)];
  let whole = inner;
  if (hasBias && !isGemm) {
    whole = rewriter.names.make(`${inner}_biased`);
    definitions.push(defineNode('Add', `${name}_joined_bias`, [inner, ...biases], [whole], nodes));
  }
  const widths = int64Vector(projections.map(({ width }) => width));
  const parts = projections.map(projection => context.name(context.out(projection.sum === NONE ? projection.product : projection.sum)));
  const axis = new Map<string, AttributeValue>([['axis', { kind: 'int', value: -1 }]]);
  const split = [whole, rewriter.addWeight(`${inner}_widths`, widths)];
  for (const node of nodes) rewriter.remove(node);
  rewriter.insert(product, ...definitions, defineNode('Split', `${name}_split`, split, parts, nodes, axis));
  return `${projections.length} products of one tensor are one`;
}

/** Stores the weights or the biases of projections as one; its name. A projection without a bias gets zeros. */
async function storeSideBySide(context: RuleContext, projections: readonly Projection[], which: 'weight' | 'bias'): Promise<string> {
  const { graph, input, rewriter } = context;
  const tensors = projections.map(projection => projection[which]).filter(tensor => tensor !== NONE);
  const rows = constantWeight(graph, tensors[0] ?? NONE)?.dims.slice(0, -1) ?? [];
  const total = projections.reduce((sum, { width }) => sum + width, 0);
  const compute = async (): Promise<Float32Array> => {
    const parts: Float32Array[] = [];
    for (const { [which]: tensor, width } of projections)
      parts.push(tensor === NONE ? new Float32Array(width) : await readFloats(input, graph, tensor));
    return sideBySide(
      parts,
      projections.map(({ width }) => width),
    );
  };
  const names = tensors.map(tensor => context.name(tensor));
  return rewriter.addWeight(`${names[0] ?? ''}_joined`, await makeWeight(input, 'float32', [...rows, total], compute), names);
}

/** Matrices of as many rows and of `widths` columns beside each other. */
function sideBySide(matrices: readonly Float32Array[], widths: readonly number[]): Float32Array {
  const total = widths.reduce((sum, width) => sum + width, 0);
  const joined = new Float32Array(matrices.reduce((sum, { length }) => sum + length, 0));
  let left = 0;
  matrices.forEach((matrix, index) => {
    const width = widths[index] ?? 0;
    for (let row = 0; row * width < matrix.length; row++) joined.set(matrix.subarray(row * width, (row + 1) * width), row * total + left);
    left += width;
  });
  return joined;
}
