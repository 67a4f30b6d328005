import { applyEdits } from '../../shared/graph/applyEdits';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { biasPlace, type LinearLayer } from '../../shared/graph/linearLayer';
import { nodeInput, nodeOutput } from '../../shared/graph/traversal';
import type { Findings } from '../laboratory';
import { storedWeight } from '../makeWeight';
import type { PassInput } from '../pass';
import { readFloats } from '../readFloats';
import { outputChannelOf } from '../rewrite/channelScaler';
import { inputChannelOf } from '../rewrite/inputChannelOf';
import { defineNode, Rewriter, tensorName } from '../rewrite/rewriter';
import { channelMoments, channelPeaks } from './channelMoments';
import { equalizedPairs, type EqualizedPair } from './equalizedPairs';
import { limitOf } from './integerUnit';

/** Factors of one pair lie at most this far apart, so that no channel leaves float32 along a chain. */
const MOST_APART = 2 ** 10;
/** Pairs whose channels are this much alike are left as they are. */
const ALIKE = 1.05;

/** Which channel of its input and of its output each element of a layer's weight belongs to. */
interface WeightChannels {
  readonly input: (place: number) => number;
  readonly output: (place: number) => number;
  /** Each output is made of one channel. */
  readonly isDepthwise: boolean;
}

/**
 * Cross-layer equalization (Nagel et al. 2019, arXiv 1906.04721): channel j between two layers is divided by s_j in the first one's weight and bias and
 * multiplied by it in the second one's weight, with s_j = √(r1_j · r2_j) / r2_j. Weights have a scale for each output here, so what suffers from unlike
 * channels is the one range of the activation between: r1 is its peak by channel, and r2 the largest share that the channel has in a row of the second
 * weight. A depthwise weight has a row for each channel and does not suffer at all: there s_j = r1_j. A Clip from 0 between the two becomes a Relu, as in
 * the paper, but only where no value came to its upper limit. The same graph where nothing changes.
 * @param findings ranges of what Clips write; mean and variance, or second moments, of what the second layers read
 */
export async function equalized(input: PassInput, graph: Graph, findings: Findings): Promise<Graph> {
  const scaled = new ScaledWeights(input, graph);
  const clips = new Set<NodeId>();
  for (const pair of equalizedPairs(input, graph)) {
    const moments = channelMoments(findings.get(tensorName(graph, pair.reader.activation)));
    if (moments?.mean.length !== pair.writer.channels) continue;
    if (!pair.clips.every(clip => isUnreached(input, graph, clip, findings))) continue;
    const factors = pairFactors(channelPeaks(moments), await scaled.of(pair.reader.weight), channelsOf(graph, pair.reader));
    if (factors === undefined) continue;
    await scaled.scale(pair, factors);
    for (const clip of pair.clips) clips.add(clip);
  }
  return scaled.applied(clips);
}

/** Whether a Clip was a Relu on all that it was observed with. */
function isUnreached(input: PassInput, graph: Graph, clip: NodeId, findings: Findings): boolean {
  const limit = limitOf(graph, input.readerOf(graph), clip);
  const { max = NaN } = findings.get(tensorName(graph, nodeOutput(graph, clip, 0))) ?? {};
  return limit?.min === 0 && Number.isFinite(max) && max < limit.max;
}

/** Weights on their way, since a layer can be the second of one pair and the first of the next. */
class ScaledWeights {
  private readonly values = new Map<TensorId, Float32Array>();
  /** Node and input that read each changed tensor. */
  private readonly places = new Map<TensorId, readonly [NodeId, number]>();

  constructor(
    private readonly input: PassInput,
    private readonly graph: Graph,
  ) {}

  async of(tensor: TensorId): Promise<Float32Array> {
    const values = this.values.get(tensor) ?? (await readFloats(this.input, this.graph, tensor)).slice();
    this.values.set(tensor, values);
    return values;
  }

  async scale({ writer, reader }: EqualizedPair, factors: Float64Array): Promise<void> {
    const inverse = factors.map(factor => 1 / factor);
    await this.multiply(writer.weight, [writer.node, 1], channelsOf(this.graph, writer).output, inverse);
    await this.multiply(reader.weight, [reader.node, 1], channelsOf(this.graph, reader).input, factors);
    if (writer.bias !== NONE) await this.multiply(writer.bias, biasPlace(this.graph, writer), channel => channel, inverse);
  }

  applied(clips: ReadonlySet<NodeId>): Graph {
    const { graph } = this;
    if (this.places.size === 0) return graph;
    const rewriter = new Rewriter(graph);
    for (const [tensor, place] of this.places) {
      const name = tensorName(graph, tensor);
      const weight = storedWeight('float32', graph.tensors.weights[tensor]?.dims ?? [], this.values.get(tensor) ?? new Float32Array(0));
      rewriter.setInput(...place, rewriter.addWeight(`${name}_equalized`, weight, [name]));
    }
    for (const clip of clips) {
      const [from, to] = [nodeInput(graph, clip, 0), nodeOutput(graph, clip, 0)].map(tensor => tensorName(graph, tensor));
      rewriter.remove(clip);
      rewriter.insert(clip, defineNode('Relu', graph.nodes.names[clip] ?? '', [from ?? ''], [to ?? ''], [clip]));
    }
    return applyEdits(graph, rewriter.batch());
  }

  private async multiply(
    tensor: TensorId,
    place: readonly [NodeId, number],
    channelOf: (place: number) => number,
    factors: Float64Array,
  ): Promise<void> {
    const values = await this.of(tensor);
    for (let index = 0; index < values.length; index++) values[index]! *= factors[channelOf(index)]!;
    this.places.set(tensor, place);
  }
}

/** One factor per channel, their largest 1; `undefined` where the channels are alike. Channels that are never there or never read take part in nothing. */
function pairFactors(peaks: Float64Array, weight: Float32Array, channels: WeightChannels): Float64Array | undefined {
  const shares = channels.isDepthwise ? undefined : largestShares(weight, channels, peaks.length);
  const wanted = peaks.map((peak, channel) => (shares === undefined ? peak : Math.sqrt(peak / shares[channel]!)));
  const isUsed = (factor: number): boolean => factor > 0 && Number.isFinite(factor);
  const largest = wanted.reduce((most, factor) => (isUsed(factor) ? Math.max(most, factor) : most), 0);
  const factors = wanted.map(factor => (isUsed(factor) ? Math.max(factor / largest, 1 / MOST_APART) : 1));
  return factors.some(factor => factor * ALIKE < 1) ? factors : undefined;
}

/** The largest |w| of each input channel, as a share of the largest in the same row. */
function largestShares(weight: Float32Array, { input, output }: WeightChannels, count: number): Float64Array {
  const rows: number[] = [];
  weight.forEach((value, place) => (rows[output(place)] = Math.max(rows[output(place)] ?? 0, Math.abs(value))));
  const shares = new Float64Array(count);
  weight.forEach((value, place) => {
    const share = Math.abs(value) / (rows[output(place)] || 1);
    shares[input(place)] = Math.max(shares[input(place)]!, share);
  });
  return shares;
}

function channelsOf(graph: Graph, { node, op, weightDims }: LinearLayer): WeightChannels {
  return {
    input: inputChannelOf(graph, node, weightDims),
    output: outputChannelOf(graph, node, weightDims),
    isDepthwise: op === 'Conv' && weightDims[1] === 1,
  };
}
