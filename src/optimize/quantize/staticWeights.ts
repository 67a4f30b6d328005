import type { AttributeValue } from '../../shared/graph/attribute';
import { NONE, type Graph } from '../../shared/graph/graph';
import type { Weight } from '../../shared/graph/weight';
import { consumersOf } from '../../shared/graph/traversal';
import { makeWeight, storedWeight } from '../makeWeight';
import { once } from '../../shared/base/once';
import type { PassInput } from '../pass';
import { readFloats } from '../readFloats';
import { floatAttribute } from '../../shared/graph/nodeAttributes';
import { defineNode, tensorName, type Rewriter } from '../rewrite/rewriter';
import { roundHalfToEven } from './affine';
import { biasPlace, productFactor, type LinearLayer } from '../../shared/graph/linearLayer';
import { ChannelRows, type ChannelPart } from './channelRows';
import { chooseScales, quantizeRows } from './quantizedWeight';
import { compensateRows } from './compensateRows';
import { readLayerWeight } from './readLayerWeight';
import { refineRows } from './refineRows';
import { roundedWeights, type WeightGrids } from './roundedWeights';
import type { Rounding } from './staticRecipe';
import { largestLevel, type WeightRange } from './weightRange';

/** Quantized biases stay below this, so that adding products to them does not leave int32 (2^31). */
const BIAS_LIMIT = 2 ** 30;
/** Resolution of the bias of a channel whose weights are all zero. */
const EMPTY_CHANNEL_LEVELS = 2 ** 20;

/** What is stored once for all layers. */
export class SharedParts {
  /** Zero-points of weights by their number: all are zero, and the runtime needs them to be there. */
  readonly zeroPoints = new Map<number, string>();
  /** Names of weights that several layers read on the same grid, and their levels as they were rounded for the first. */
  readonly names = new Map<string, WeightNames>();
  readonly levels = new Map<string, Int8Array>();
}

interface WeightNames {
  readonly values: string;
  readonly scales: string;
}

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
  /** Mean of each channel of the activation, to keep rounding from shifting the output; `undefined` leaves the bias as it is. */
  readonly means: Float64Array | undefined;
  /** Second moments of the activation's channels; without them weights are rounded to nearest. */
  readonly gram: Float64Array | undefined;
  readonly rounding: Rounding;
  readonly clipsWeights: boolean;
  readonly shared: SharedParts;
}

/** Quantizes the weight and the bias of a layer whose activation has the scale `inputScale`, behind DequantizeLinear nodes. */
export async function quantizeWeights(input: PassInput, rewriter: Rewriter, layer: LinearLayer, target: WeightTarget): Promise<void> {
  const { graph } = rewriter;
  const compute = once(() => computeLayer(input, rewriter, layer, target));
  const weight = await storeQuantized(input, rewriter, layer, compute, target.shared);
  rewriter.setInput(layer.node, 1, weight);
  if (layer.op === 'Gemm') {
    const one: AttributeValue = { kind: 'float', value: 1 };
    for (const name of ['alpha', 'beta'])
      if (floatAttribute(graph, layer.node, name, 1) !== 1) rewriter.setAttribute(layer.node, name, one);
  }
  if (layer.bias === NONE) return;
  const bias = await storeBias(input, rewriter, layer, compute);
  rewriter.setInput(...biasPlace(graph, layer), bias);
}

async function computeLayer(input: PassInput, { graph }: Rewriter, layer: LinearLayer, target: WeightTarget): Promise<StaticLayer> {
  const { inputScale, means, shared } = target;
  const { node, weightDims, bias } = layer;
  const beta = floatAttribute(graph, node, 'beta', 1);
  const read = once(() => readLayerWeight(input, graph, layer));
  const offsets = bias === NONE ? undefined : (await readFloats(input, graph, bias)).map(value => value * beta);
  const scales = guardBias(await weightGrids(input, graph, layer, target, read), offsets, inputScale);
  const key = sharedKey(graph, layer, scales);
  const known = key === undefined ? undefined : shared.levels.get(key);
  const weight = known ?? (await roundWeight(input, graph, layer, target, scales, read));
  if (key !== undefined) shared.levels.set(key, weight);
  const biasScales = scales.map(scale => scale * inputScale);
  const factors = inputMeans(layer, weightDims, means);
  const corrected = offsets && factors ? correctBias(rowsOf(layer), offsets, await read(), weight, scales, factors) : offsets;
  return {
    weight,
    weightScales: scales,
    bias: corrected && Int32Array.from(corrected, (value, channel) => roundHalfToEven(value / biasScales[channel]!)),
    biasScales,
  };
}

function rowsOf({ op, weightDims, channelAxis }: LinearLayer): ChannelRows {
  return op === 'Conv' ? ChannelRows.ofConv(weightDims) : ChannelRows.ofMatrix(weightDims, channelAxis);
}

/** Where each weight is rounded for itself the order within a channel does not matter, and that of the file needs no copy. */
function rowsToRound(layer: LinearLayer, range: WeightRange): ChannelRows {
  const { op, channels, weightDims } = layer;
  if (op !== 'Conv' || range === 'pairs') return rowsOf(layer);
  return ChannelRows.ofMatrix([channels, weightDims.slice(1).reduce((product, size) => product * size, 1)], 0);
}

/** How a layer reads its weight, and what grid it goes to. */
function mannerOf(graph: Graph, { node, op, channelAxis }: LinearLayer, { range, clipsWeights }: WeightTarget): string {
  return [op === 'Conv', channelAxis, productFactor(graph, { node, op }), range, clipsWeights].join(' ');
}

function weightGrids(
  input: PassInput,
  graph: Graph,
  layer: LinearLayer,
  target: WeightTarget,
  read: () => Promise<Float32Array>,
): Promise<WeightGrids> {
  return roundedWeights(input.laboratory).grids(ownWeight(graph, layer), mannerOf(graph, layer, target), async () => {
    const [values, rows] = [await read(), rowsToRound(layer, target.range)];
    const scales = new Float32Array(layer.channels);
    const isEmpty: boolean[] = [];
    for (const part of rows.parts()) {
      const own = rows.read(values, part);
      scales.set(chooseScales(own, part.count, target.range, target.clipsWeights), part.first);
      for (let start = 0; start < own.length; start += rows.depth)
        isEmpty.push(own.subarray(start, start + rows.depth).every(value => value === 0));
    }
    return { scales, isEmpty };
  });
}

async function roundWeight(
  input: PassInput,
  graph: Graph,
  layer: LinearLayer,
  target: WeightTarget,
  scales: Float32Array,
  read: () => Promise<Float32Array>,
): Promise<Int8Array> {
  const { range, gram } = target;
  const rows = rowsToRound(layer, range);
  // Pairs that must fit into 16 bits are a condition that rounding together does not keep.
  const isKnown = gram?.length === rows.depth * rows.depth && gram.every(Number.isFinite) && range !== 'pairs';
  const moments = target.rounding === 'nearest' || !isKnown ? undefined : gram;
  const known = roundedWeights(input.laboratory);
  const round = (rounding: Rounding, roundPart: () => Promise<RoundPart>): Promise<Int8Array> => {
    const manner = `${mannerOf(graph, layer, target)} ${rounding}`;
    const all = async (): Promise<Int8Array> => roundByParts(rows, await read(), scales, await roundPart());
    return known.levels(ownWeight(graph, layer), { manner, scales, gram: moments }, all);
  };
  if (moments === undefined) return await round('nearest', () => Promise.resolve((own, grid) => quantizeRows(own, grid, range)));
  const largest = largestLevel(range);
  const together = (): Promise<Int8Array> =>
    round('together', () => Promise.resolve((own, grid) => compensateRows(own, grid, largest, moments)));
  if (target.rounding === 'together') return await together();
  return await round('refined', async () => {
    const start = await together();
    return (own, grid, part) => {
      const levels = rows.read(start, part).slice();
      refineRows(own, levels, grid, largest, moments);
      return levels;
    };
  });
}

/** Levels for the weights [count, depth] of some channels, with a scale each. */
type RoundPart = (own: Float32Array, scales: Float32Array, part: ChannelPart) => Int8Array;

function roundByParts(rows: ChannelRows, values: Float32Array, scales: Float32Array, roundPart: RoundPart): Int8Array {
  const levels = new Int8Array(values.length);
  for (const part of rows.parts()) {
    const grid = scales.subarray(part.first, part.first + part.count);
    rows.write(roundPart(rows.read(values, part), grid, part), part, levels);
  }
  return levels;
}

function ownWeight({ tensors }: Graph, { weight }: LinearLayer): Weight {
  const stored = tensors.weights[weight];
  if (stored === undefined) throw new Error(`“${tensors.names[weight] ?? ''}” is no weight.`);
  return stored;
}

/** What two layers agree in when they read the same weight on the same grid; `undefined` for a weight of one reader. `scales`: none in a dry run. */
function sharedKey(graph: Graph, { node, op, weight, channelAxis }: LinearLayer, scales: Float32Array | undefined): string | undefined {
  if (consumersOf(graph, weight).length < 2) return undefined;
  return [weight, op === 'Conv', channelAxis, productFactor(graph, { node, op }), scales?.join() ?? ''].join(' ');
}

/** Enlarges a channel's weight scale where its bias would not fit int32 on the common grid (onnxruntime, qdq_quantizer.py). */
export function guardBias({ scales, isEmpty }: WeightGrids, bias: Float32Array | undefined, inputScale: number): Float32Array {
  if (bias === undefined) return scales;
  return scales.map((scale, channel) => {
    const size = Math.abs(bias[channel]!) / inputScale;
    if (isEmpty[channel] === true) return size === 0 ? scale : Math.max(size / EMPTY_CHANNEL_LEVELS, 2 ** -126);
    return Math.max(scale, size / BIAS_LIMIT);
  });
}

/** Means of what each element in a channel's sum is multiplied with; `undefined` for grouped convolutions, which see other inputs per channel, and where one overflows. */
function inputMeans({ op }: LinearLayer, weightDims: readonly number[], means: Float64Array | undefined): Float64Array | undefined {
  if (means === undefined) return undefined;
  const inputs = op === 'Conv' ? (weightDims[1] ?? 0) : means.length;
  if (inputs !== means.length || !means.every(Number.isFinite)) return undefined;
  // A convolution's sum runs over kernel positions with input channels innermost.
  const positions = op === 'Conv' ? weightDims.slice(2).reduce((product, dim) => product * dim, 1) : 1;
  return Float64Array.from({ length: inputs * positions }, (_, place) => means[place % inputs]!);
}

/** Takes the mean of what rounding the weight adds to the output out of the bias: b − Σ (ŵ − w)·E[x] (Nagel et al. 2019, bias correction). */
function correctBias(
  rows: ChannelRows,
  bias: Float32Array,
  weights: Float32Array,
  levels: Int8Array,
  scales: Float32Array,
  means: Float64Array,
): Float32Array {
  const { depth } = rows;
  if (means.length !== depth) return bias;
  const corrected = bias.slice();
  for (const part of rows.parts()) {
    const [own, rounded] = [rows.read(weights, part), rows.read(levels, part)];
    for (let row = 0; row < part.count; row++) {
      const [channel, start] = [part.first + row, row * depth];
      let shift = 0;
      for (let k = 0; k < depth; k++) shift += (rounded[start + k]! * scales[channel]! - own[start + k]!) * means[k]!;
      corrected[channel]! -= shift;
    }
  }
  return corrected;
}

async function storeQuantized(
  input: PassInput,
  rewriter: Rewriter,
  layer: LinearLayer,
  compute: () => Promise<StaticLayer>,
  shared: SharedParts,
): Promise<string> {
  const { graph, names } = rewriter;
  const { node, weight, channels, channelAxis } = layer;
  const { zeroPoints } = shared;
  const key = sharedKey(graph, layer, input.laboratory && (await compute()).weightScales);
  const known = key === undefined ? undefined : shared.names.get(key);
  const { values, scales } = known ?? (await storeLevels(input, rewriter, layer, compute));
  if (key !== undefined) shared.names.set(key, { values, scales });
  const zeroPoint =
    zeroPoints.get(channels) ?? rewriter.addWeight('zero_points', storedWeight('int8', [channels], new Int8Array(channels)));
  zeroPoints.set(channels, zeroPoint);
  const result = names.make(`${tensorName(graph, weight)}_dequantized`);
  const axis = new Map<string, AttributeValue>([['axis', { kind: 'int', value: channelAxis }]]);
  rewriter.insert(node, defineNode('DequantizeLinear', '', [values, scales, zeroPoint], [result], [], axis));
  return result;
}

async function storeLevels(
  input: PassInput,
  rewriter: Rewriter,
  { weight, weightDims, channels }: LinearLayer,
  compute: () => Promise<StaticLayer>,
): Promise<WeightNames> {
  const name = tensorName(rewriter.graph, weight);
  const values = await makeWeight(input, 'int8', weightDims, async () => (await compute()).weight);
  const scales = await makeWeight(input, 'float32', [channels], async () => (await compute()).weightScales);
  return { values: rewriter.addWeight(`${name}_quantized`, values, [name]), scales: rewriter.addWeight(`${name}_scale`, scales, [name]) };
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
  rewriter.insert(node, defineNode('DequantizeLinear', '', [stored, scale], [result], [], axis));
  return result;
}
