import type { Graph, TensorId } from '../../shared/graph/graph';
import { elementCount, type Shape } from '../../shared/graph/shape';
import type { LinearLayer } from '../../shared/graph/linearLayer';
import type { Observation } from '../laboratory';
import type { PassInput } from '../pass';
import { tensorName } from '../rewrite/rewriter';

/** Second moments of wider inputs take more time to collect and to invert than they bring at 8 bits. */
const MOST_INPUTS = 512;

/** What has to be known of the channels that layers read. */
export interface ChannelStatistics {
  readonly wantsMeans: boolean;
  /** Second moments where each output is a sum over one position's channels. */
  readonly wantsGrams: boolean;
  /** Tensors of which the variance has to be known. */
  readonly spread: ReadonlySet<TensorId>;
}

/** What to look at for statistics of what each layer reads, per input channel: of each tensor one kind, from which the lesser ones follow. */
export function inputObservations(
  input: PassInput,
  graph: Graph,
  layers: readonly LinearLayer[],
  statistics: ChannelStatistics,
): readonly Observation[] {
  const { tensors } = input.analyze(graph);
  const observations = new Map<string, Observation>();
  for (const layer of layers) {
    const shape = tensors[layer.activation]?.shape;
    const kind = kindFor(layer, statistics);
    if (shape === undefined || shape.length < 2 || kind === undefined) continue;
    const tensor = tensorName(graph, layer.activation);
    const channelAxis = layer.op === 'MatMul' ? shape.length - 1 : 1;
    if (observations.get(tensor)?.kind === 'gram') continue;
    const byImage = layer.op === 'Conv' && hasManyPositions(shape);
    observations.set(tensor, { kind, tensor, rank: shape.length, channelAxis, ...(kind === 'gram' && { byImage }) });
  }
  return [...observations.values()];
}

/** [N, C, …] with no fewer positions than channels. */
function hasManyPositions([, channels, ...sizes]: Shape): boolean {
  return (elementCount(sizes) ?? 0) >= Number(channels);
}

function kindFor(layer: LinearLayer, { wantsMeans, wantsGrams, spread }: ChannelStatistics): 'gram' | 'moments' | 'mean' | undefined {
  if (wantsGrams && hasGram(layer)) return 'gram';
  if (spread.has(layer.activation)) return 'moments';
  return wantsMeans ? 'mean' : undefined;
}

function hasGram({ op, weightDims, channelAxis }: LinearLayer): boolean {
  const depth = weightDims[op === 'Conv' ? 1 : 1 - channelAxis] ?? 0;
  const isPointwise = op !== 'Conv' || weightDims.slice(2).every(size => size === 1);
  return isPointwise && depth > 1 && depth <= MOST_INPUTS;
}
