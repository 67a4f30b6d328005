import { seededRandom } from '../../shared/base/random';
import type { Graph } from '../../shared/graph/graph';
import { productFactor, type LinearLayer } from '../../shared/graph/linearLayer';
import { intAttribute, intsAttribute } from '../../shared/graph/nodeAttributes';

/** Values of several samples, with the distance of neighbours along each axis, so that an input can be seen in another order of axes. */
export interface StridedValues {
  readonly values: ArrayLike<number>;
  readonly dims: readonly number[];
  readonly strides: readonly number[];
}

/** Mean and variance of each output channel. */
export interface ResponseMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

const MOST_POSITIONS = 256;
/** Keeps the answer within a fraction of a second, however large the windows are. */
const MOST_PRODUCTS = 60_000_000;

/**
 * Mean and variance per channel of what a Conv, Gemm or MatMul answers, before its bias, at places drawn at random where its window lies inside the input.
 * `weight`: the layer's, row-major. `undefined` where no window fits.
 */
export function layerResponse(
  graph: Graph,
  layer: LinearLayer,
  weight: ArrayLike<number>,
  input: StridedValues,
): ResponseMoments | undefined {
  const window = layer.op === 'Conv' ? convolutionWindow(graph, layer, input) : rowWindow(graph, layer, input);
  if (window === undefined) return undefined;
  const { channels } = layer;
  const { depth } = window;
  const positions = Math.max(8, Math.min(MOST_POSITIONS, Math.floor(MOST_PRODUCTS / (channels * depth))));
  const random = seededRandom(0);
  const [sum, squares] = [new Float64Array(channels), new Float64Array(channels)];
  for (let position = 0; position < positions; position++) {
    const start = window.draw(random);
    for (let channel = 0; channel < channels; channel++) {
      const answer = window.scale * dot(weight, window, input.values, start, channel);
      sum[channel]! += answer;
      squares[channel]! += answer * answer;
    }
  }
  return momentsOf(sum, squares, positions);
}

/** Of as many values in each channel, by their sums and the sums of their squares. */
export function momentsOf(sum: Float64Array, squares: Float64Array, count: number): ResponseMoments {
  const mean = sum.map(value => value / count);
  return { mean, variance: squares.map((value, channel) => Math.max(0, value / count - mean[channel]! ** 2)) };
}

/** How a layer reads its input and its weight for one output value. */
interface LayerWindow {
  /** Values under a window. */
  readonly depth: number;
  /** Distance of each value from the first, for channels of the first group. */
  readonly offsets: Int32Array;
  /** Added for the group of an output channel. */
  readonly groupOffset: (channel: number) => number;
  /** Where the weights of an output channel begin, and how far they are apart. */
  readonly weightStart: (channel: number) => number;
  readonly weightStride: number;
  readonly scale: number;
  readonly draw: (random: () => number) => number;
}

function dot(weight: ArrayLike<number>, window: LayerWindow, values: ArrayLike<number>, start: number, channel: number): number {
  const { depth, offsets, weightStride } = window;
  const first = start + window.groupOffset(channel);
  const from = window.weightStart(channel);
  let answer = 0;
  for (let index = 0; index < depth; index++) answer += weight[from + index * weightStride]! * values[first + offsets[index]!]!;
  return answer;
}

function convolutionWindow(
  graph: Graph,
  { node, channels, weightDims }: LinearLayer,
  { dims, strides }: StridedValues,
): LayerWindow | undefined {
  const [, perGroup = 1, ...kernel] = weightDims;
  const groups = intAttribute(graph, node, 'group', 1);
  const dilations = intsAttribute(graph, node, 'dilations') ?? kernel.map(() => 1);
  const [samples = 0, inputChannels = 0, ...sizes] = dims;
  if (sizes.length !== kernel.length || inputChannels !== perGroup * groups) return undefined;
  const free = sizes.map((size, axis) => size - (kernel[axis]! - 1) * dilations[axis]!);
  if (samples === 0 || free.some(places => places < 1)) return undefined;
  const [sampleStride = 0, channelStride = 0, ...spatial] = strides;
  const windowStrides = [channelStride, ...spatial.map((stride, axis) => stride * dilations[axis]!)];
  const offsets = offsetsOf([perGroup, ...kernel], windowStrides);
  const outputsPerGroup = channels / groups;
  return {
    ...{ depth: offsets.length, offsets, weightStride: 1, scale: 1 },
    groupOffset: channel => Math.floor(channel / outputsPerGroup) * perGroup * channelStride,
    weightStart: channel => channel * offsets.length,
    draw: random => placeIn([samples, ...free], [sampleStride, ...spatial], random),
  };
}

function rowWindow(
  graph: Graph,
  { node, op, channels, channelAxis, weightDims }: LinearLayer,
  { dims, strides }: StridedValues,
): LayerWindow | undefined {
  const depth = weightDims[1 - channelAxis] ?? 0;
  if (dims.at(-1) !== depth || dims.includes(0)) return undefined;
  const stride = strides.at(-1) ?? 1;
  return {
    ...{ depth, offsets: Int32Array.from({ length: depth }, (_, index) => index * stride) },
    groupOffset: () => 0,
    weightStart: channel => (channelAxis === 0 ? channel * depth : channel),
    weightStride: channelAxis === 0 ? 1 : channels,
    scale: productFactor(graph, { node, op }),
    draw: random => placeIn(dims.slice(0, -1), strides, random),
  };
}

/** Distance of every position of a box from its first, row-major. */
function offsetsOf(dims: readonly number[], strides: readonly number[]): Int32Array {
  let offsets = [0];
  for (const [axis, dim] of dims.entries()) {
    offsets = offsets.flatMap(offset => Array.from({ length: dim }, (_, index) => offset + index * strides[axis]!));
  }
  return Int32Array.from(offsets);
}

function placeIn(dims: readonly number[], strides: readonly number[], random: () => number): number {
  return dims.reduce((place, dim, axis) => place + Math.floor(random() * dim) * strides[axis]!, 0);
}
