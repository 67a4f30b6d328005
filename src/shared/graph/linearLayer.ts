import { failure, success, type Result } from '../base/result';
import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from './graph';
import { nodeInput, nodeOutput, producerOf } from './traversal';
import { floatAttribute, intAttribute } from './nodeAttributes';
import { constantWeight, isOverridable, onlyReader } from './constants';

/** A Conv, Gemm or MatMul with a constant float32 weight: what quantization and pruning are about. */
export interface LinearLayer {
  readonly node: NodeId;
  readonly op: 'Conv' | 'Gemm' | 'MatMul';
  readonly activation: TensorId;
  readonly weight: TensorId;
  readonly weightDims: readonly number[];
  /** Axis of the weight that counts output channels. */
  readonly channelAxis: number;
  readonly channels: number;
  /** Constant vector of one value per channel; `NONE` without one. */
  readonly bias: TensorId;
  /** The Add that brings a MatMul's bias, `NONE` when the node has its own or none. */
  readonly biasNode: NodeId;
  /** Output of the node, or of the Add. */
  readonly output: TensorId;
}

/** True for operators that a linear layer can be made of. */
export function isLinearOp(graph: Graph, node: NodeId): boolean {
  const op = graph.nodes.ops[node];
  return graph.nodes.domains[node] === '' && (op === 'Conv' || op === 'Gemm' || op === 'MatMul');
}

/** Recognises the layer around a Conv, Gemm or MatMul, or says why it is none that could be changed. Looks at no values. */
export function linearLayer(graph: Graph, node: NodeId): Result<LinearLayer, string> {
  const activation = nodeInput(graph, node, 0);
  const weight = nodeInput(graph, node, 1);
  const stored = constantWeight(graph, weight);
  if (stored === undefined) return failure(whyNotConstant(graph, weight));
  if (stored.dtype !== 'float32') return failure(`its weight is ${stored.dtype}, not float32`);
  if (stored.dims.includes(0)) return failure('its weight is empty');
  const op = graph.nodes.ops[node];
  const base = { node, activation, weight, weightDims: stored.dims };
  if (op === 'Conv') return convLayer(graph, base);
  if (stored.dims.length !== 2) return failure(`its weight has ${stored.dims.length} dimensions; only matrices are quantized`);
  return op === 'Gemm' ? gemmLayer(graph, base) : matMulLayer(graph, base);
}

/** The node and the position of its input through which a layer reads its bias, which it must have. */
export function biasPlace(graph: Graph, { node, bias, biasNode }: LinearLayer): readonly [NodeId, number] {
  if (biasNode === NONE) return [node, 2];
  return [biasNode, nodeInput(graph, biasNode, 0) === bias ? 0 : 1];
}

/** What a layer multiplies its product with: a Gemm's alpha, 1 for others. */
export function productFactor(graph: Graph, { node, op }: Pick<LinearLayer, 'node' | 'op'>): number {
  return op === 'Gemm' ? floatAttribute(graph, node, 'alpha', 1) : 1;
}

type Base = Pick<LinearLayer, 'node' | 'activation' | 'weight' | 'weightDims'>;

function convLayer(graph: Graph, base: Base): Result<LinearLayer, string> {
  const [channels = 0] = base.weightDims;
  const bias = nodeInput(graph, base.node, 2);
  if (bias !== NONE && !isChannelVector(graph, bias, channels)) return failure('its bias is not a constant vector');
  const output = nodeOutput(graph, base.node, 0);
  return success({ ...base, op: 'Conv', channelAxis: 0, channels, bias, biasNode: NONE, output });
}

function gemmLayer(graph: Graph, base: Base): Result<LinearLayer, string> {
  if (intAttribute(graph, base.node, 'transA', 0) !== 0) return failure('its activation is transposed (transA)');
  const channelAxis = intAttribute(graph, base.node, 'transB', 0) === 0 ? 1 : 0;
  const channels = base.weightDims[channelAxis] ?? 0;
  const bias = nodeInput(graph, base.node, 2);
  if (bias !== NONE && !isChannelVector(graph, bias, channels)) return failure('its bias is not a constant vector');
  return success({ ...base, op: 'Gemm', channelAxis, channels, bias, biasNode: NONE, output: nodeOutput(graph, base.node, 0) });
}

function matMulLayer(graph: Graph, base: Base): Result<LinearLayer, string> {
  const channels = base.weightDims[1] ?? 0;
  const product = nodeOutput(graph, base.node, 0);
  const layer: LinearLayer = { ...base, op: 'MatMul', channelAxis: 1, channels, bias: NONE, biasNode: NONE, output: product };
  const add = onlyReader(graph, product);
  if (add === NONE || graph.nodes.ops[add] !== 'Add' || graph.nodes.domains[add] !== '') return success(layer);
  const bias = nodeInput(graph, add, nodeInput(graph, add, 0) === product ? 1 : 0);
  if (!isChannelVector(graph, bias, channels)) return success(layer);
  return success({ ...layer, bias, biasNode: add, output: nodeOutput(graph, add, 0) });
}

function isChannelVector(graph: Graph, tensor: TensorId, channels: number): boolean {
  const weight = constantWeight(graph, tensor);
  return weight?.dtype === 'float32' && weight.dims.length === 1 && weight.dims[0] === channels;
}

function whyNotConstant(graph: Graph, weight: TensorId): string {
  if (isOverridable(graph, weight)) return 'its weight is also an input of the model, so a caller may replace it';
  const producer = producerOf(graph, weight);
  const op = producer === NONE ? '' : (graph.nodes.ops[producer] ?? '');
  if (op === 'DequantizeLinear') return 'it is quantized already';
  return graph.nodes.subgraphs[producer] === MAIN_GRAPH || producer === NONE
    ? 'both of its inputs are activations'
    : 'its weight is computed';
}
