import type { Graph, TensorId } from '../shared/graph/graph';
import { elementCount } from '../shared/graph/shape';
import type { TensorReader, TensorValues } from '../shared/graph/tensorReader';
import { consumersOf, nodeInput, tensorByName } from '../shared/graph/traversal';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { WeightStatistics } from '../shared/report/modelView';
import { valueDistribution } from './valueDistribution';

/** Larger weights are sampled in evenly spaced runs (design spec 4.9). */
const MAX_ELEMENTS = 1_000_000;
const RUNS = 64;
const PREVIEWED = 24;
const LONGEST_PREVIEW = 40;
/** More channels than this are no channels: embeddings have a row per word. */
const MOST_CHANNELS = 8192;

/** Values that were read, as numbers, and which elements they are. */
interface Part {
  readonly start: number;
  readonly numbers: Float64Array;
  /** Numbers per element: two for complex ones. */
  readonly perElement: number;
}

/** Distribution of a weight's values. Reads at most a million of them. Throws `usage` for a name that stores nothing, and what the reader throws. */
export async function tensorStatistics(
  { graph, reader }: { readonly graph: Graph; readonly reader: TensorReader },
  name: string,
): Promise<WeightStatistics> {
  const tensor = storedTensor(graph, name);
  const weight = graph.tensors.weights[tensor];
  if (weight === undefined) throw new LayerwiseError('usage', `The model stores no tensor “${name}”.`);
  const elements = elementCount(weight.dims) ?? 0;
  const parts = elements <= MAX_ELEMENTS ? [await readPart(reader, tensor, 0, elements)] : await readRuns(reader, tensor, elements);
  const first = await reader.readRange(tensor, 0, Math.min(PREVIEWED, elements));
  const sampled = parts.reduce((total, { numbers, perElement }) => total + numbers.length / perElement, 0);
  return {
    ...{ name, elements, sampled },
    ...valueDistribution(parts.map(({ numbers }) => numbers)),
    channels: channelsOf(graph, tensor, weight.dims, parts),
    preview: Array.from<number | bigint | string, number | string>(first.data, previewed),
  };
}

/** A number that a page formats; as text what is none, or no double holds. */
function previewed(value: number | bigint | string): number | string {
  const number = typeof value === 'string' ? NaN : Number(value);
  const isExact = typeof value === 'number' || Number.isSafeInteger(number);
  return Number.isFinite(number) && isExact ? number : String(value).slice(0, LONGEST_PREVIEW);
}

/** The weight of this name in the main graph, else the first one in a body or function. */
function storedTensor(graph: Graph, name: string): TensorId {
  const { tensors } = graph;
  const own = tensorByName(graph, name);
  return tensors.weights[own] !== undefined
    ? own
    : tensors.names.findIndex((other, tensor) => other === name && tensors.weights[tensor] !== undefined);
}

async function readRuns(reader: TensorReader, tensor: TensorId, elements: number): Promise<readonly Part[]> {
  const length = Math.floor(MAX_ELEMENTS / RUNS);
  const parts: Part[] = [];
  for (let run = 0; run < RUNS; run++) {
    parts.push(await readPart(reader, tensor, Math.floor((run * (elements - length)) / (RUNS - 1)), length));
  }
  return parts;
}

async function readPart(reader: TensorReader, tensor: TensorId, start: number, count: number): Promise<Part> {
  const numbers = numbersOf(await reader.readRange(tensor, start, count));
  return { start, numbers, perElement: count === 0 ? 1 : numbers.length / count };
}

function numbersOf({ data }: TensorValues): Float64Array {
  const numbers = new Float64Array(data.length);
  for (let index = 0; index < data.length; index++) numbers[index] = Number(data[index]);
  return numbers;
}

/** Axis of a weight's output channels by the operator that reads it first: the last for a matrix on the right, the second for a transposed convolution. */
function channelAxis(graph: Graph, tensor: TensorId, rank: number): number {
  const node = consumersOf(graph, tensor)[0];
  if (node === undefined || nodeInput(graph, node, 1) !== tensor) return 0;
  const op = graph.nodes.ops[node];
  const transposed = graph.nodes.attributes(node).get('transB');
  if (op === 'MatMul' || (op === 'Gemm' && !(transposed?.kind === 'int' && transposed.value !== 0))) return rank - 1;
  return op === 'ConvTranspose' ? 1 : 0;
}

function channelsOf(graph: Graph, tensor: TensorId, dims: readonly number[], parts: readonly Part[]): WeightStatistics['channels'] {
  const axis = channelAxis(graph, tensor, dims.length);
  const count = dims[axis] ?? 0;
  if (dims.length < 2 || count < 2 || count > MOST_CHANNELS) return undefined;
  const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const lows = new Float32Array(count).fill(Number.NaN);
  const highs = new Float32Array(count).fill(Number.NaN);
  for (const { start, numbers, perElement } of parts) {
    for (let index = 0; index < numbers.length; index++) {
      const value = numbers[index]!;
      if (!Number.isFinite(value)) continue;
      const channel = Math.floor((start + Math.floor(index / perElement)) / inner) % count;
      if (!(lows[channel]! <= value)) lows[channel] = value;
      if (!(highs[channel]! >= value)) highs[channel] = value;
    }
  }
  return { axis, lows, highs };
}
