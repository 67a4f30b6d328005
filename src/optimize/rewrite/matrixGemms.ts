import { constantWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { affineOf } from './affine';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineNode } from './rewriter';
import { standardOpset } from './standardOpset';

/** Before, operators broadcast only where an attribute says so. */
const BROADCASTS_SINCE = 7;
/** Before, a Gemm must have a bias. */
const OPTIONAL_BIAS_SINCE = 11;

/** A MatMul of a matrix with a stored one is a Gemm with the bias that follows, or one that the BatchNormalization behind it can be merged into. */
export const writeMatrixGemms = nodeRule(takeBias, takeNormalization);

function takeBias(context: RuleContext, sum: NodeId): string | undefined {
  if (context.op(sum) !== 'Add' || standardOpset(context.graph) < BROADCASTS_SINCE) return undefined;
  const slot = [0, 1].find(index => productOf(context, context.in(sum, index), sum) !== NONE);
  if (slot === undefined) return undefined;
  const product = productOf(context, context.in(sum, slot), sum);
  const bias = context.in(sum, 1 - slot);
  if (!isBias(context, bias, widthOf(context, product))) return undefined;
  writeGemm(context, [product, sum], [bias]);
  return 'with its product one Gemm';
}

function takeNormalization(context: RuleContext, product: NodeId): string | undefined {
  if (context.op(product) !== 'MatMul' || standardOpset(context.graph) < OPTIONAL_BIAS_SINCE) return undefined;
  const norm = onlyReader(context.graph, context.out(product));
  const isNormalized = context.op(norm) === 'BatchNormalization' && affineOf(context, norm)?.x === context.out(product);
  if (!isNormalized || !isMatrixProduct(context, product)) return undefined;
  writeGemm(context, [product], []);
  return 'as Gemm, which takes the BatchNormalization behind it';
}

/** The MatMul of matrices that makes a tensor which only `reader` reads. */
function productOf(context: RuleContext, tensor: TensorId, reader: NodeId): NodeId {
  const product = context.ownMaker(tensor, reader, 'MatMul');
  return product !== NONE && isMatrixProduct(context, product) ? product : NONE;
}

function isMatrixProduct(context: RuleContext, product: NodeId): boolean {
  const { dtype, shape } = context.facts(context.in(product, 0));
  const weight = constantWeight(context.graph, context.in(product, 1));
  return dtype === 'float32' && shape?.length === 2 && weight?.dims.length === 2;
}

function widthOf(context: RuleContext, product: NodeId): number | undefined {
  return constantWeight(context.graph, context.in(product, 1))?.dims[1];
}

/** A Gemm adds what broadcasts to its product; an Add may also make that larger. */
function isBias(context: RuleContext, tensor: TensorId, width: number | undefined): boolean {
  const dims = constantWeight(context.graph, tensor)?.dims;
  if (dims === undefined || dims.length > 2) return false;
  const [columns = 1, rows = 1] = dims.toReversed();
  return rows === 1 && (columns === 1 || columns === width);
}

function writeGemm(context: RuleContext, nodes: readonly NodeId[], bias: readonly TensorId[]): void {
  const { rewriter } = context;
  const [product = NONE] = nodes;
  const last = nodes.at(-1) ?? NONE;
  const inputs = [context.in(product, 0), context.in(product, 1), ...bias].map(tensor => context.name(tensor));
  for (const node of nodes) rewriter.remove(node);
  rewriter.insert(last, defineNode('Gemm', context.nodeName(product), inputs, [context.name(context.out(last))], nodes));
}
