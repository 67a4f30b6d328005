import type { Graph, NodeId } from '../../shared/graph/graph';
import type { KernelTime, Laboratory, PassStep } from '../laboratory';
import type { PassInput } from '../pass';
import { timeByLayer } from './timeByLayer';

/** Time of a model in its kernels. */
export interface ModelTimes {
  /** Per linear layer, with the conversions beside it, by its id in the model on the command line. */
  readonly byLayer: ReadonlyMap<NodeId, number>;
  readonly totalMs: number;
}

export interface PlanTimes {
  readonly float: ModelTimes;
  readonly int8: ModelTimes;
}

export interface TimedLayers {
  readonly input: PassInput;
  readonly laboratory: Laboratory;
  /** Linear layers, in ids of the model on the command line. */
  readonly layers: readonly NodeId[];
}

/** Times of plans beside those of the model before them, all measured in turns. */
export async function planTimes(
  { input, laboratory, layers }: TimedLayers,
  plans: readonly { readonly plan: { readonly graph: Graph } }[],
  step: PassStep,
): Promise<readonly PlanTimes[]> {
  if (plans.length === 0) return [];
  const [float = [], ...quantized] = await laboratory.kernelTimes([input.graph, ...plans.map(({ plan }) => plan.graph)], step);
  const known = new Set(layers);
  const before = modelTimes(float, known);
  return quantized.map(kernels => ({ float: before, int8: modelTimes(kernels, known) }));
}

function modelTimes(kernels: readonly KernelTime[], layers: ReadonlySet<NodeId>): ModelTimes {
  return { byLayer: timeByLayer(kernels, layers), totalMs: kernels.reduce((sum, { medianMs }) => sum + medianMs, 0) };
}
