import type { Graph } from '../../shared/graph/graph';
import type { LinearLayer } from '../../shared/graph/linearLayer';
import type { Observation } from '../laboratory';
import type { PassInput } from '../pass';
import { tensorName } from '../rewrite/rewriter';

/** Second moments of wider inputs take more time to collect and to invert than they bring at 8 bits. */
const MOST_INPUTS = 512;

/** Means of what each layer reads, per input channel; `withSecond`: and second moments where each output is a sum over one position's channels. */
export function inputObservations(
  input: PassInput,
  graph: Graph,
  layers: readonly LinearLayer[],
  withSecond: boolean,
): readonly Observation[] {
  const { tensors } = input.analyze(graph);
  const observations = new Map<string, Observation>();
  for (const layer of layers) {
    const shape = tensors[layer.activation]?.shape;
    if (shape === undefined || shape.length < 2) continue;
    const tensor = tensorName(graph, layer.activation);
    const channelAxis = layer.op === 'MatMul' ? shape.length - 1 : 1;
    const kind = withSecond && hasGram(layer) ? 'gram' : 'mean';
    if (observations.get(tensor)?.kind !== 'gram') observations.set(tensor, { kind, tensor, rank: shape.length, channelAxis });
  }
  return [...observations.values()];
}

function hasGram({ op, weightDims, channelAxis }: LinearLayer): boolean {
  const depth = weightDims[op === 'Conv' ? 1 : 1 - channelAxis] ?? 0;
  const isPointwise = op !== 'Conv' || weightDims.slice(2).every(size => size === 1);
  return isPointwise && depth > 1 && depth <= MOST_INPUTS;
}
