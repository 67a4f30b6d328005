import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { linearLayer } from '../../shared/graph/linearLayer';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { consumersOf, nodeInput, nodeOutput } from '../../shared/graph/traversal';
import type { TensorReader } from '../../shared/graph/tensorReader';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { InspectionBudget } from './inspectWeights';
import type { LinearWork } from './linearWork';
import type { IdleChannels, WeightFindings } from './weightFindings';

/** Weights this much smaller than the layer's largest are lost in the rounding of float32 sums. */
const NEGLIGIBLE = 1e-7;

/** Looks at the output channels of float32 layers, those with most MACs per byte first, as far as the budget reaches. */
export async function findIdleChannels(
  graph: Graph,
  reader: TensorReader,
  linear: readonly LinearWork[],
  budget: Pick<InspectionBudget, 'channelBytes' | 'layers'>,
): Promise<Omit<WeightFindings, 'duplicates'>> {
  const idle = new Map<NodeId, IdleChannels>();
  const layers = linear.filter(isReadable).sort((a, b) => b.macs / elementsOf(b) - a.macs / elementsOf(a));
  let bytesLeft = budget.channelBytes;
  let inspectedLayers = 0;
  for (const work of layers) {
    if (inspectedLayers === budget.layers) break;
    if (4 * elementsOf(work) > bytesLeft) continue;
    bytesLeft -= 4 * elementsOf(work);
    inspectedLayers++;
    const found = await idleChannelsOf(graph, reader, work);
    if (found !== undefined && found.dead + found.duplicate > 0) idle.set(work.node, found);
  }
  return { idle, inspectedLayers, skippedLayers: layers.length - inspectedLayers };
}

function isReadable({ weight, outputChannels }: LinearWork): boolean {
  return weight?.dtype === 'float32' && weight.bytes.kind !== 'unavailable' && outputChannels > 1;
}

function elementsOf({ weight }: LinearWork): number {
  return Math.max(
    1,
    (weight?.dims ?? []).reduce((product, dim) => product * dim, 1),
  );
}

async function idleChannelsOf(graph: Graph, reader: TensorReader, work: LinearWork): Promise<IdleChannels | undefined> {
  try {
    const values = await floatsOf(reader, nodeInput(graph, work.node, 1));
    if (values === undefined) return undefined;
    const norm = normBehind(graph, work.node);
    const scales = norm === undefined ? undefined : await floatsOf(reader, nodeInput(graph, norm, 1));
    const channels = readChannels(graph, work, values);
    const dead = deadChannels(channels, scales);
    // Behind a BatchNormalization equal channels can end up different.
    const biases = norm === undefined ? await floatsOf(reader, biasOf(graph, work.node)) : undefined;
    return { dead: dead.size, duplicate: norm === undefined ? countDuplicates(channels, biases, dead) : 0 };
  } catch (error) {
    if (error instanceof LayerwiseError) return undefined;
    throw error;
  }
}

async function floatsOf(reader: TensorReader, tensor: TensorId): Promise<Float32Array | undefined> {
  if (tensor === NONE) return undefined;
  const { data } = await reader.read(tensor);
  return data instanceof Float32Array ? data : undefined;
}

/** The bias of a layer: a MatMul's is brought by the Add behind it. */
function biasOf(graph: Graph, node: NodeId): TensorId {
  const layer = linearLayer(graph, node);
  return layer.ok ? layer.value.bias : nodeInput(graph, node, 2);
}

/** The BatchNormalization that alone reads a layer. */
function normBehind(graph: Graph, node: NodeId): NodeId | undefined {
  const readers = consumersOf(graph, nodeOutput(graph, node, 0));
  const [reader = NONE] = readers;
  return readers.length === 1 && graph.nodes.ops[reader] === 'BatchNormalization' ? reader : undefined;
}

/** One layer's weights with what tells its channels apart. Value i of channel c stands at `c · channelStride + i · depthStride`. */
interface Channels {
  readonly values: Float32Array;
  readonly depth: number;
  readonly channelStride: number;
  readonly depthStride: number;
  /** Largest absolute value per channel. */
  readonly peaks: Float64Array;
  /** A sum in which the order counts: equal channels have equal sums. */
  readonly sums: Float64Array;
}

function readChannels(graph: Graph, { node, op, outputChannels }: LinearWork, values: Float32Array): Channels {
  const depth = Math.floor(values.length / outputChannels);
  const isChannelFirst = op === 'Conv' || (op === 'Gemm' && intAttribute(graph, node, 'transB', 0) !== 0);
  const [channelStride, depthStride] = isChannelFirst ? [depth, 1] : [1, outputChannels];
  const peaks = new Float64Array(outputChannels);
  const sums = new Float64Array(outputChannels);
  for (let index = 0; index < outputChannels * depth; index++) {
    const channel = isChannelFirst ? Math.floor(index / depth) : index % outputChannels;
    const value = values[index]!;
    const size = Math.abs(value);
    if (size > peaks[channel]!) peaks[channel] = size;
    sums[channel] = sums[channel]! * 0.9 + value;
  }
  return { values, depth, channelStride, depthStride, peaks, sums };
}

function deadChannels({ peaks }: Channels, scales: Float32Array | undefined): ReadonlySet<number> {
  const limit = NEGLIGIBLE * peaks.reduce((most, peak) => Math.max(most, peak), 0);
  const scaleLimit = NEGLIGIBLE * (scales?.reduce((most, scale) => Math.max(most, Math.abs(scale)), 0) ?? 0);
  const dead = new Set<number>();
  peaks.forEach((peak, channel) => {
    const isScaledAway = scales !== undefined && Math.abs(scales[channel] ?? 1) <= scaleLimit;
    if (peak <= limit || isScaledAway) dead.add(channel);
  });
  return dead;
}

function countDuplicates(channels: Channels, biases: Float32Array | undefined, dead: ReadonlySet<number>): number {
  const seen = new Map<number, number[]>();
  let duplicates = 0;
  channels.sums.forEach((sum, channel) => {
    if (dead.has(channel)) return;
    const known = seen.get(sum) ?? [];
    if (known.some(other => isEqual(channels, other, channel) && biases?.[other] === biases?.[channel])) duplicates++;
    else seen.set(sum, [...known, channel]);
  });
  return duplicates;
}

function isEqual({ values, depth, channelStride, depthStride }: Channels, one: number, other: number): boolean {
  for (let index = 0; index < depth; index++) {
    const offset = index * depthStride;
    if (values[one * channelStride + offset] !== values[other * channelStride + offset]) return false;
  }
  return true;
}
