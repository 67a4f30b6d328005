import { denseBytes } from '../../shared/graph/denseBytes';
import type { Graph } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { TensorLives } from '../../shared/report/tensorLives';
import { graphStructure } from '../graphStructure';

/** The lives that `totals.peakActivationBytes` counts, for whoever draws memory over time. */
export function tensorLives(graph: Graph, { tensors }: Analysis): TensorLives {
  const { lives } = graphStructure(graph);
  return {
    tensors: Int32Array.from(lives, ({ tensor }) => tensor),
    first: Int32Array.from(lives, ({ first }) => first),
    last: Int32Array.from(lives, ({ last }) => last),
    bytes: Float64Array.from(lives, ({ tensor }) => denseBytes(tensors[tensor]?.dtype, tensors[tensor]?.shape)),
  };
}
