import { denseBytes } from '../../shared/graph/denseBytes';
import type { Graph, NodeId, TensorId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import { graphStructure } from '../graphStructure';
import { peakOf } from './liveBytes';

/** One activation that is alive at the peak, largest first. */
export interface LiveTensor {
  readonly tensor: TensorId;
  readonly bytes: number;
}

/** Bytes of activations over the nodes of the main graph in file order, each new tensor in memory of its own (`totals.peakActivationBytes` is the largest). */
export interface MemoryTimeline {
  /** While each node runs; NaN where a size is not known. */
  readonly liveBytes: Float64Array;
  /** The first node at which the peak is reached; `undefined` when it is not known. */
  readonly peakNode: NodeId | undefined;
  readonly peakTensors: readonly LiveTensor[];
}

/** Where the peak of activations lies, and what is alive there. */
export function memoryTimeline(graph: Graph, analysis: Analysis): MemoryTimeline {
  const column = analysis.columns.find(({ id }) => id === 'peakBytes');
  const { lives } = graphStructure(graph);
  const { nodeCount } = mainGraph(graph);
  const liveBytes = Float64Array.from(column?.values.subarray(0, nodeCount) ?? []);
  const peakNode = liveBytes.indexOf(peakOf(liveBytes));
  if (peakNode < 0) return { liveBytes, peakNode: undefined, peakTensors: [] };
  const peakTensors = lives
    .filter(({ first, last }) => first <= peakNode && peakNode <= last)
    .map(({ tensor }) => ({ tensor, bytes: denseBytes(analysis.tensors[tensor]?.dtype, analysis.tensors[tensor]?.shape) }))
    .sort((a, b) => b.bytes - a.bytes);
  return { liveBytes, peakNode, peakTensors };
}
