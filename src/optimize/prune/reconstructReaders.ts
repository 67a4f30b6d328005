import { NONE, type Graph, type TensorId } from '../../shared/graph/graph';
import type { Findings, Laboratory, Observation, Observed } from '../laboratory';
import type { PassInput } from '../pass';
import type { LinearLayer } from '../../shared/graph/linearLayer';
import { readableLayer } from '../readableLayer';
import { readFloats } from '../readFloats';
import { eliminateChannels } from '../reconstruct/eliminateChannels';
import { regressChannels, type ChannelRegression } from '../reconstruct/regressChannels';
import { outputChannelOf } from '../rewrite/channelScaler';
import { tensorName } from '../rewrite/rewriter';
import type { ChannelGroup, GroupReader } from '../../shared/graph/channelGroup';
import type { KeptChannels, RepairedWeights } from './removeChannels';

/** A group with more channels than this is left to plain importance: its covariance takes too much memory and time. */
const MOST_CHANNELS = 1024;
/** Elements of all second moments asked for at once. */
const ELEMENTS_AT_ONCE = 2 ** 23;
/** Weights per channel that are enough to tell how alike two channels are read. */
const MOST_READINGS = 1024;

/** Second moments of what the readers of every group read, by tensor name. */
export async function observeChannels(
  input: PassInput,
  laboratory: Laboratory,
  graph: Graph,
  groups: readonly ChannelGroup[],
): Promise<Findings> {
  const { tensors } = input.analyze(graph);
  const widths = new Map<TensorId, { readonly axis: number; readonly width: number }>();
  for (const { readers, width } of groups) {
    if (width <= MOST_CHANNELS) for (const { source, sourceAxis } of readers) widths.set(source, { axis: sourceAxis, width });
  }
  const findings = new Map<string, Observed>();
  let observations: Observation[] = [];
  let elements = 0;
  const flush = async (): Promise<void> => {
    if (observations.length > 0) for (const [name, observed] of await laboratory.observe(graph, observations)) findings.set(name, observed);
    observations = [];
    elements = 0;
  };
  for (const [tensor, { axis, width }] of widths) {
    const rank = tensors[tensor]?.shape?.length;
    if (rank === undefined) continue;
    if (elements + width * width > ELEMENTS_AT_ONCE) await flush();
    elements += width * width;
    observations.push({ kind: 'gram', tensor: tensorName(graph, tensor), channelAxis: axis, rank });
  }
  await flush();
  return findings;
}

/** The channels whose loss the group's readers can make up for best; `undefined` when that cannot be told. */
export async function chooseByReconstruction(
  input: PassInput,
  graph: Graph,
  group: ChannelGroup,
  findings: Findings,
  width: number,
): Promise<readonly number[] | undefined> {
  const [first] = group.readers;
  const observed = first && findings.get(tensorName(graph, first.source));
  if (observed?.gram.length !== group.width ** 2) return undefined;
  return eliminateChannels(covarianceOf(observed), await readingOf(input, graph, group), group.width, width);
}

/** What a group's readers do with its channels; the same for every candidate. */
async function readingOf(input: PassInput, graph: Graph, group: ChannelGroup): Promise<Float64Array> {
  const known = readings.get(group);
  if (known !== undefined) return known;
  const reading = new Float64Array(group.width ** 2);
  for (const reader of group.readers) addReading(reading, await readFloats(input, graph, reader.tensor), graph, reader, group.width);
  readings.set(group, reading);
  return reading;
}

const readings = new WeakMap<ChannelGroup, Float64Array>();

/** New values of weights and biases, in which the readers' kept weights do what they can of the dropped ones' work; all channels are still there. */
export async function reconstructReaders(input: PassInput, graph: Graph, kept: KeptChannels, findings: Findings): Promise<RepairedWeights> {
  const repaired = new Map<TensorId, Float32Array>();
  for (const [group, channels] of kept) {
    if (channels.length === group.width) continue;
    for (const reader of group.readers) {
      const observed = findings.get(tensorName(graph, reader.source));
      const layer = readableLayer(graph, reader.node);
      if (!layer.ok || observed?.gram.length !== group.width ** 2) continue;
      const regression = regressChannels(covarianceOf(observed), observed.mean, group.width, channels);
      if (regression !== undefined) await redistribute(input, graph, repaired, reader, layer.value, regression, group.width);
    }
  }
  return repaired;
}

function covarianceOf({ gram, mean }: Observed): Float64Array {
  const n = mean.length;
  return gram.map((value, index) => value - mean[Math.floor(index / n)]! * mean[index % n]!);
}

/** A weight's elements seen as [outer, channel, inner]: everything but the channel is one row. */
interface Layout {
  readonly outer: number;
  readonly inner: number;
}

function layoutOf(graph: Graph, { tensor, axis, block }: GroupReader): Layout {
  const dims = graph.tensors.weights[tensor]?.dims ?? [];
  const size = (from: number, to: number): number => dims.slice(from, to).reduce((product, dim) => product * dim, 1);
  return { outer: size(0, axis), inner: size(axis + 1, dims.length) * block };
}

/** Adds Σ w_c · w_c' over what a reader does with each pair of channels, or over an even sample of it. */
function addReading(reading: Float64Array, values: Float32Array, graph: Graph, reader: GroupReader, width: number): void {
  const rows = channelRows(values, layoutOf(graph, reader), width);
  const length = rows.length / width;
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      const sum = dotProduct(rows, a * length, b * length, length);
      reading[a * width + b]! += sum;
      if (a !== b) reading[b * width + a]! += sum;
    }
  }
}

/** One contiguous row per channel in double precision, which is several times faster than reading the weight where it lies. */
function channelRows(values: Float32Array, { outer, inner }: Layout, width: number): Float64Array {
  const total = outer * inner;
  const step = Math.ceil(total / MOST_READINGS);
  const length = Math.ceil(total / step);
  const rows = new Float64Array(width * length);
  for (let channel = 0; channel < width; channel++) {
    for (let index = 0; index < length; index++) {
      const place = index * step;
      const from = Math.floor(place / inner) * width * inner + channel * inner + (place % inner);
      rows[channel * length + index] = values[from]!;
    }
  }
  return rows;
}

/** Four sums at a time, so that additions do not wait for one another. */
function dotProduct(rows: Float64Array, a: number, b: number, length: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let index = 0;
  for (; index + 3 < length; index += 4) {
    first += rows[a + index]! * rows[b + index]!;
    second += rows[a + index + 1]! * rows[b + index + 1]!;
    third += rows[a + index + 2]! * rows[b + index + 2]!;
    fourth += rows[a + index + 3]! * rows[b + index + 3]!;
  }
  for (; index < length; index++) first += rows[a + index]! * rows[b + index]!;
  return first + second + third + fourth;
}

async function redistribute(
  input: PassInput,
  graph: Graph,
  repaired: Map<TensorId, Float32Array>,
  reader: GroupReader,
  layer: LinearLayer,
  { kept, dropped, coefficients, offsets }: ChannelRegression,
  width: number,
): Promise<void> {
  const { outer, inner } = layoutOf(graph, reader);
  const values = await readFloats(input, graph, reader.tensor);
  const shifts = new Float64Array(layer.channels);
  const channelOf = outputChannelOf(graph, layer.node, layer.weightDims);
  const moved = values.slice();
  for (let row = 0; row < outer; row++) {
    const base = row * width * inner;
    for (let d = 0; d < dropped.length; d++) {
      const from = base + dropped[d]! * inner;
      for (let index = 0; index < inner; index++) shifts[channelOf(from + index)]! += values[from + index]! * offsets[d]!;
      for (let k = 0; k < kept.length; k++) {
        const coefficient = coefficients[d * kept.length + k]!;
        const to = base + kept[k]! * inner;
        for (let index = 0; index < inner; index++) moved[to + index]! += coefficient * values[from + index]!;
      }
    }
  }
  repaired.set(reader.tensor, moved);
  if (layer.bias === NONE) return;
  const bias = await readFloats(input, graph, layer.bias);
  repaired.set(
    layer.bias,
    bias.map((value, channel) => value + shifts[channel]!),
  );
}
