import type { NodeId } from '../../shared/graph/graph';
import type { ModelPrediction } from './predictModel';

/** Predicted milliseconds of the kernels that do any of these nodes: what a change of these nodes can save at most. For suggestions without a profile. */
export function predictedMsOf({ kernels }: ModelPrediction, nodes: readonly NodeId[]): number {
  const wanted = new Set(nodes);
  return kernels.reduce((sum, { work, predictedMs }) => (work.members.some(node => wanted.has(node)) ? sum + predictedMs : sum), 0);
}
