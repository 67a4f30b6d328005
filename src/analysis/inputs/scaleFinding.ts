import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import type { LinearLayer } from '../../shared/graph/linearLayer';
import type { TensorReader } from '../../shared/graph/tensorReader';
import { consumersOf } from '../../shared/graph/traversal';
import { inputPath, type InputPath, type TrainedMoments } from './inputPath';
import { layerResponse, momentsOf, type ResponseMoments, type StridedValues } from './layerResponse';

/** That values are of another scale than those that a model was trained on. */
export interface ScaleFinding {
  readonly kind: 'too large' | 'too small';
  /** How many times as wide the answers of `node` are as expected. */
  readonly factor: number;
  /** `training`: moments that a batch normalization keeps; `weights`: what first layers of trained models answer. */
  readonly basis: 'training' | 'weights';
  /** The first layer, or the batch normalization that stands before any. */
  readonly node: NodeId;
}

/** Differences below are those between data sets: the same pictures in another light, smooth ones beside printed text. */
const CLEARLY = 8;
/**
 * Standard deviation of what first layers answer where no batch normalization tells it. Four trained models answered 0.16 to 1.3 to their own data, four others
 * 0.08 to 3.2 to a smooth picture in their scale, and all of them 20 and more to the same 255 times too large. The lower limit is an estimate: less than a 255th.
 */
const LARGEST_RESPONSE = 20;
const SMALLEST_RESPONSE = 0.01;

/** Whether samples of an input look scaled otherwise than the model was trained on; `undefined` where they do not, or nothing tells. `values`: row-major. */
export async function scaleFinding(
  graph: Graph,
  reader: TensorReader,
  input: TensorId,
  values: { readonly values: ArrayLike<number>; readonly dims: readonly number[] },
): Promise<ScaleFinding | undefined> {
  const path = inputPath(graph, reader, input);
  const seen = asSeenByLayer(path, values);
  const [first = NONE] = consumersOf(graph, input);
  if (path.trainedInput !== undefined) return againstTraining(channelMoments(seen), path.trainedInput, first);
  const { layer, trainedOutput } = path;
  if (layer === undefined) return undefined;
  const weight = (await reader.read(layer.weight)).data;
  if (!(weight instanceof Float32Array)) return undefined;
  const response = layerResponse(graph, layer, weight, seen);
  if (response === undefined) return undefined;
  if (trainedOutput === undefined) return againstOthers(response, layer.node);
  return againstTraining(await withBias(reader, layer, response), trainedOutput, layer.node);
}

/** After the model's own scaling, with its channels on axis 1 for convolutions. */
function asSeenByLayer(
  path: InputPath,
  { values, dims }: { readonly values: ArrayLike<number>; readonly dims: readonly number[] },
): StridedValues {
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  const { scale, shift, isTransposed, layer } = path;
  const axis = isTransposed || (layer !== undefined && layer.op !== 'Conv') ? dims.length - 1 : 1;
  const [channels = 1, stride = 1] = [dims[axis], strides[axis]];
  const isScaled = [...scale, ...shift].join() !== '1,0';
  const scaled = isScaled
    ? Float32Array.from(values, (value, index) => {
        const channel = Math.floor(index / stride) % channels;
        return value * (scale[channel % scale.length] ?? 1) + (shift[channel % shift.length] ?? 0);
      })
    : values;
  const order = isTransposed && dims.length === 4 ? [0, 3, 1, 2] : Array.from(dims.keys());
  return { values: scaled, dims: order.map(at => dims[at] ?? 1), strides: order.map(at => strides[at] ?? 1) };
}

/** Over axis 1. */
function channelMoments({ values, dims, strides }: StridedValues): ResponseMoments {
  const [channels = 1, stride = 1] = [dims[1], strides[1]];
  const [sum, squares] = [new Float64Array(channels), new Float64Array(channels)];
  for (let index = 0; index < values.length; index++) {
    const channel = Math.floor(index / stride) % channels;
    sum[channel]! += values[index]!;
    squares[channel]! += values[index]! ** 2;
  }
  return momentsOf(sum, squares, values.length / channels);
}

async function withBias(reader: TensorReader, { bias }: LinearLayer, { mean, variance }: ResponseMoments): Promise<ResponseMoments> {
  if (bias === NONE) return { mean, variance };
  const { data } = await reader.read(bias);
  return { variance, mean: mean.map((value, channel) => value + Number(data[channel])) };
}

function againstTraining({ mean, variance }: ResponseMoments, trained: TrainedMoments, node: NodeId): ScaleFinding | undefined {
  const expected = trained.variance.reduce((sum, value) => sum + value, 0);
  const wide = variance.reduce((sum, value) => sum + value, 0);
  const away = mean.reduce((sum, value, channel) => sum + (value - (trained.mean[channel] ?? 0)) ** 2, 0);
  const finding = { basis: 'training', node } as const;
  const largest = Math.sqrt((wide + away) / expected);
  if (largest > CLEARLY) return { ...finding, kind: 'too large', factor: largest };
  const smallest = Math.sqrt(wide / expected);
  return smallest < 1 / CLEARLY ? { ...finding, kind: 'too small', factor: smallest } : undefined;
}

function againstOthers({ variance }: ResponseMoments, node: NodeId): ScaleFinding | undefined {
  const response = Math.sqrt(variance.reduce((sum, value) => sum + value, 0) / variance.length);
  const finding = { basis: 'weights', node, factor: response } as const;
  if (response > LARGEST_RESPONSE) return { ...finding, kind: 'too large' };
  return response < SMALLEST_RESPONSE && response > 0 ? { ...finding, kind: 'too small' } : undefined;
}
