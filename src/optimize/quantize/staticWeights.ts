import type { AttributeValue } from '../../shared/graph/attribute';
import { NONE } from '../../shared/graph/graph';
import { nodeInput } from '../../shared/graph/traversal';
import { makeWeight } from '../makeWeight';
import { once } from '../once';
import type { PassInput } from '../pass';
import { readFloats } from '../readFloats';
import { floatAttribute } from '../rewrite/attributes';
import { outputChannelOf } from '../rewrite/channelScaler';
import { defineNode, tensorName, type Rewriter } from '../rewrite/rewriter';
import { roundHalfToEven } from './affine';
import type { LinearLayer } from './linearLayer';
import { channelMagnitudes, channelScales, quantizeChannels } from './quantizedWeight';
import { convDepth, matrixDepth, pairMagnitudes } from './pairMagnitudes';
import { largestLevel, type WeightRange } from './weightRange';

/** Quantized biases stay below this, so that adding products to them does not leave int32 (2^31). */
const BIAS_LIMIT = 2 ** 30;
/** Resolution of the bias of a channel whose weights are all zero. */
const EMPTY_CHANNEL_LEVELS = 2 ** 20;

/** A layer's weight in int8, and its bias in int32 on the grid of input scale × weight scale. */
export interface StaticLayer {
  readonly weight: Int8Array;
  readonly weightScales: Float32Array;
  readonly bias: Int32Array | undefined;
  readonly biasScales: Float32Array;
}

/** What a layer's weight is quantized for. */
export interface WeightTarget {
  /** Scale of the activation. */
  readonly inputScale: number;
  readonly range: WeightRange;
}

/** Quantizes the weight and the bias of a layer whose activation has the scale `inputScale`, behind DequantizeLinear nodes. */
export async function quantizeWeights(input: PassInput, rewriter: Rewriter, layer: LinearLayer, target: WeightTarget): Promise<void> {
  const { graph } = rewriter;
  const compute = once(() => computeLayer(input, rewriter, layer, target));
  const weight = await storeQuantized(input, rewriter, layer, compute);
  rewriter.setInput(layer.node, 1, weight);
  if (layer.op === 'Gemm') {
    const one: AttributeValue = { kind: 'float', value: 1 };
    for (const name of ['alpha', 'beta'])
      if (floatAttribute(graph, layer.node, name, 1) !== 1) rewriter.setAttribute(layer.node, name, one);
  }
  if (layer.bias === NONE) return;
  const bias = await storeBias(input, rewriter, layer, compute);
  if (layer.biasNode === NONE) rewriter.setInput(layer.node, 2, bias);
  else rewriter.setInput(layer.biasNode, nodeInput(graph, layer.biasNode, 0) === layer.bias ? 0 : 1, bias);
}

async function computeLayer(
  input: PassInput,
  { graph }: Rewriter,
  layer: LinearLayer,
  { inputScale, range }: WeightTarget,
): Promise<StaticLayer> {
  const { node, weight, weightDims, channels, bias } = layer;
  const alpha = floatAttribute(graph, node, 'alpha', 1);
  const beta = floatAttribute(graph, node, 'beta', 1);
  const largest = largestLevel(range);
  const channelOf = outputChannelOf(graph, node, weightDims);
  const values = (await readFloats(input, graph, weight)).map(value => value * alpha);
  const offsets = bias === NONE ? undefined : (await readFloats(input, graph, bias)).map(value => value * beta);
  const magnitudes = channelMagnitudes(values, channels, channelOf);
  const depthOf = layer.op === 'Conv' ? convDepth(weightDims) : matrixDepth(weightDims, layer.channelAxis);
  const pairs = range === 'pairs' ? pairMagnitudes(values, channels, channelOf, depthOf) : undefined;
  const scales = guardBias(channelScales(magnitudes, largest, pairs), magnitudes, offsets, inputScale);
  const biasScales = scales.map(scale => scale * inputScale);
  return {
    weight: quantizeChannels(values, scales, channelOf, largest),
    weightScales: scales,
    bias: offsets && Int32Array.from(offsets, (value, channel) => roundHalfToEven(value / biasScales[channel]!)),
    biasScales,
  };
}

/** Enlarges a channel's weight scale where its bias would not fit int32 on the common grid (onnxruntime, qdq_quantizer.py). */
export function guardBias(
  scales: Float32Array,
  magnitudes: Float64Array,
  bias: Float32Array | undefined,
  inputScale: number,
): Float32Array {
  if (bias === undefined) return scales;
  return scales.map((scale, channel) => {
    const size = Math.abs(bias[channel]!) / inputScale;
    if (magnitudes[channel] === 0) return size === 0 ? scale : Math.max(size / EMPTY_CHANNEL_LEVELS, 2 ** -126);
    return Math.max(scale, size / BIAS_LIMIT);
  });
}

async function storeQuantized(
  input: PassInput,
  rewriter: Rewriter,
  layer: LinearLayer,
  compute: () => Promise<StaticLayer>,
): Promise<string> {
  const { graph, names } = rewriter;
  const { node, weight, weightDims, channels, channelAxis } = layer;
  const name = tensorName(graph, weight);
  const values = await makeWeight(input, 'int8', weightDims, async () => (await compute()).weight);
  const scales = await makeWeight(input, 'float32', [channels], async () => (await compute()).weightScales);
  const zeros = await makeWeight(input, 'int8', [channels], () => new Int8Array(channels));
  const stored = rewriter.addWeight(`${name}_quantized`, values, [name]);
  const scale = rewriter.addWeight(`${name}_scale`, scales, [name]);
  const zeroPoint = rewriter.addWeight(`${name}_zero_point`, zeros, [name]);
  const result = names.make(`${name}_dequantized`);
  const axis = new Map<string, AttributeValue>([['axis', { kind: 'int', value: channelAxis }]]);
  rewriter.insert(node, defineNode('DequantizeLinear', names.make(`${name}_dequantize`), [stored, scale, zeroPoint], [result], [], axis));
  return result;
}

async function storeBias(input: PassInput, rewriter: Rewriter, layer: LinearLayer, compute: () => Promise<StaticLayer>): Promise<string> {
  const { graph, names } = rewriter;
  const { node, bias, channels } = layer;
  const name = tensorName(graph, bias);
  const values = await makeWeight(input, 'int32', [channels], async () => (await compute()).bias ?? new Int32Array(channels));
  const scales = await makeWeight(input, 'float32', [channels], async () => (await compute()).biasScales);
  const stored = rewriter.addWeight(`${name}_quantized`, values, [name]);
  const scale = rewriter.addWeight(`${name}_scale`, scales, [name]);
  const result = names.make(`${name}_dequantized`);
  const axis = new Map<string, AttributeValue>([['axis', { kind: 'int', value: 0 }]]);
  rewriter.insert(node, defineNode('DequantizeLinear', names.make(`${name}_dequantize`), [stored, scale], [result], [], axis));
  return result;
}
