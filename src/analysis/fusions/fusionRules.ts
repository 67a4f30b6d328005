import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { attention } from './attentionRule';
import { decomposedGelu, decomposedLayerNorm } from './decomposedRules';
import type { Failure, FusionContext } from './fusionContext';
import { isIntegerKernel } from './isIntegerKernel';

/** Nodes that the runtime's CPU provider is expected to run in one kernel. */
export interface ExpectedFusion {
  readonly fusion: string;
  readonly nodes: readonly NodeId[];
  /** The first condition that fails, `undefined` when all that are known hold. */
  readonly failure: Failure | undefined;
}

/** A fusion that a node takes part in as its last, or as its heaviest; `undefined` for other nodes and where it happened. */
export type FusionRule = (context: FusionContext, node: NodeId) => ExpectedFusion | undefined;

/** Sources: onnxruntime, core/optimizer: conv_bn_fusion, conv_activation_fusion, gemm_activation_fusion, matmul_add_fusion, skip_layer_norm_fusion, attention_fusion, qdq_transformer. */
export const FUSION_RULES: readonly FusionRule[] = [
  batchNorm,
  activation,
  bias,
  decomposedGelu,
  decomposedLayerNorm,
  attention,
  skipLayerNorm,
  quantized,
];

const CONV_ACTIVATIONS = new Set(['Relu', 'LeakyRelu', 'Clip', 'HardSigmoid', 'Sigmoid', 'Tanh']);
const GEMM_ACTIVATIONS = new Set([...CONV_ACTIVATIONS, 'Softplus', 'Softsign', 'Elu'].filter(op => op !== 'Clip'));
const FIRST_BATCH_NORM_WEIGHT = 1;
const BATCH_NORM_INPUTS = 5;
const SKIP_RANK = 3;

function batchNorm(context: FusionContext, node: NodeId): ExpectedFusion | undefined {
  const conv = context.maker(context.input(node, 0));
  if (context.op(node) !== 'BatchNormalization' || conv === NONE || context.op(conv) !== 'Conv' || !context.ranApart(conv, node))
    return undefined;
  const weights = Array.from({ length: BATCH_NORM_INPUTS - 1 }, (_, index) => context.input(node, FIRST_BATCH_NORM_WEIGHT + index));
  const failure = context.usedOnce(conv) ?? allConstant(context, [context.input(conv, 1), ...weights]);
  return { fusion: 'Conv + BatchNormalization', nodes: [conv, node], failure };
}

function activation(context: FusionContext, node: NodeId): ExpectedFusion | undefined {
  const before = context.maker(context.input(node, 0));
  if (before === NONE || !context.ranApart(before, node)) return undefined;
  const carrier = ['Conv', 'Gemm'].find(op => context.kernels(before).some(({ covers }) => covers.some(other => context.op(other) === op)));
  if (carrier === undefined || !(carrier === 'Conv' ? CONV_ACTIVATIONS : GEMM_ACTIVATIONS).has(context.op(node))) return undefined;
  const bounds = context.op(node) === 'Clip' ? [context.input(node, 1), context.input(node, 2)].filter(tensor => tensor !== NONE) : [];
  return {
    fusion: `${carrier} + ${context.op(node)}`,
    nodes: [before, node],
    failure: context.usedOnce(before) ?? allConstant(context, bounds),
  };
}

function bias(context: FusionContext, node: NodeId): ExpectedFusion | undefined {
  if (context.op(node) !== 'Add') return undefined;
  const operands = [context.input(node, 0), context.input(node, 1)];
  const product = operands.map(tensor => context.maker(tensor)).find(maker => maker !== NONE && context.op(maker) === 'MatMul');
  const added = operands.find(tensor => context.isConstant(tensor));
  if (product === undefined || added === undefined || !context.ranApart(product, node)) return undefined;
  const failure = context.usedOnce(product) ?? flattenable(context, context.input(product, 0), added);
  return { fusion: 'MatMul + Add', nodes: [product, node], failure };
}

/** A product of matrices is a Gemm as it is; one of more dimensions must be flattened first, which takes fixed sizes and a bias of one dimension. */
function flattenable(context: FusionContext, operand: TensorId, added: TensorId): Failure | undefined {
  if (context.shape(operand)?.length === 2) return undefined;
  const shape = context.shape(added);
  if (shape?.length === 1) return context.sizesKnown(operand);
  const found = shape === undefined ? 'has an unknown shape' : `has ${shape.length} dimensions`;
  return { condition: 'shape', why: `What is added ${found}; a bias of one dimension would be fused.` };
}

function skipLayerNorm(context: FusionContext, node: NodeId): ExpectedFusion | undefined {
  const sum = context.maker(context.input(node, 0));
  if (context.op(node) !== 'LayerNormalization' || sum === NONE || context.op(sum) !== 'Add' || !context.ranApart(sum, node))
    return undefined;
  const operands = [context.input(sum, 0), context.input(sum, 1)];
  if (operands.some(tensor => context.isConstant(tensor))) return undefined;
  const unknown = operands.map(tensor => context.sizesKnown(tensor)).find(failure => failure?.condition === 'shape');
  const failure = context.usedOnce(sum) ?? unknown ?? skipShapes(context, operands);
  return { fusion: 'Add + LayerNormalization', nodes: [sum, node], failure };
}

function skipShapes(context: FusionContext, operands: readonly TensorId[]): Failure | undefined {
  const shapes = operands.map(tensor => context.shape(tensor) ?? []);
  if (new Set(shapes.map(shape => JSON.stringify(shape))).size > 1)
    return { condition: 'shape', why: 'The shapes of the operands differ.' };
  if (shapes.every(shape => shape.length === SKIP_RANK)) return undefined;
  return {
    condition: 'shape',
    why: `The operands have ${shapes.map(shape => shape.length).join(' and ')} dimensions; the runtime fuses three.`,
  };
}

/** An operator between DequantizeLinear nodes that ran in floating point. */
function quantized(context: FusionContext, node: NodeId): ExpectedFusion | undefined {
  const op = context.op(node);
  if (!['Conv', 'ConvTranspose', 'MatMul', 'Gemm'].includes(op)) return undefined;
  const makers = [context.maker(context.input(node, 0)), context.maker(context.input(node, 1))];
  const isDequantized = makers.map(maker => maker !== NONE && context.op(maker) === 'DequantizeLinear');
  if (isDequantized[1] !== true) return undefined;
  const kernels = context.kernels(node);
  if (kernels.length === 0 || kernels.some(kernel => isIntegerKernel(kernel.op))) return undefined;
  const nodes = [...makers.filter((_, index) => isDequantized[index]), node];
  if (isDequantized[0] !== true) {
    const why = `“${context.graph.tensors.names[context.input(node, 0)] ?? ''}” is not quantized, only the weights are.`;
    return { fusion: `quantized ${op}`, nodes, failure: { condition: 'missing-quantize', why } };
  }
  if (op === 'ConvTranspose') {
    const why = 'The CPU provider has no integer kernel for ConvTranspose.';
    return { fusion: 'quantized ConvTranspose', nodes, failure: { condition: 'operator', why } };
  }
  return { fusion: `quantized ${op}`, nodes, failure: quantizedBehind(context, node) };
}

/** MatMul gets along without; the others need a QuantizeLinear, behind at most an activation. */
function quantizedBehind(context: FusionContext, node: NodeId): Failure | undefined {
  if (context.op(node) === 'MatMul') return undefined;
  const [reader = NONE] = context.readers(context.output(node));
  const isActivation = reader !== NONE && CONV_ACTIVATIONS.has(context.op(reader));
  const last = isActivation ? reader : node;
  const readers = context.readers(context.output(last));
  if (readers.some(next => context.op(next) === 'QuantizeLinear')) return context.usedOnce(node) ?? context.usedOnce(last);
  return { condition: 'missing-quantize', why: `No QuantizeLinear reads “${context.graph.tensors.names[context.output(last)] ?? ''}”.` };
}

function allConstant(context: FusionContext, tensors: readonly TensorId[]): Failure | undefined {
  const open = tensors.find(tensor => !context.isConstant(tensor));
  if (open === undefined) return undefined;
  return { condition: 'not-constant', why: `“${context.graph.tensors.names[open] ?? ''}” is computed while the model runs.` };
}
