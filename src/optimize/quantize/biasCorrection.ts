import type { Graph } from '../../shared/graph/graph';
import type { PassParameter } from '../../shared/report/passDescription';
import type { Observation } from '../laboratory';
import type { PassInput } from '../pass';
import { tensorName } from '../rewrite/rewriter';
import type { LinearLayer } from '../../shared/graph/linearLayer';

/** Whether biases make up for what rounding the weights adds on average. */
export const BIAS_CORRECTION: PassParameter = {
  name: 'bias-correction',
  title: 'Correct Biases',
  type: 'boolean',
  default: true,
  description: 'Takes the mean of what rounding the weights adds to each output out of its bias, measured on the calibration data.',
};

/** Means of what each layer reads, per input channel. */
export function meanObservations(input: PassInput, graph: Graph, layers: readonly LinearLayer[]): readonly Observation[] {
  const { tensors } = input.analyze(graph);
  const observations = layers.flatMap(({ activation, op }): Observation[] => {
    const rank = tensors[activation]?.shape?.length;
    if (rank === undefined || rank < 2) return [];
    return [{ kind: 'mean', tensor: tensorName(graph, activation), rank, channelAxis: op === 'MatMul' ? rank - 1 : 1 }];
  });
  return [...new Map(observations.map(observation => [observation.tensor, observation])).values()];
}
