import type { Graph } from '../../shared/graph/graph';
import type { TensorReader } from '../../shared/graph/tensorReader';
import { findDuplicateWeights } from './findDuplicateWeights';
import { findIdleChannels } from './findIdleChannels';
import type { LinearWork } from './linearWork';
import type { WeightFindings } from './weightFindings';

/** How much may be read, so that a model of any size is answered within a fraction of a second. */
export interface InspectionBudget {
  /** Bytes of weights whose channels are looked at. */
  readonly channelBytes: number;
  /** Layers whose channels are looked at. */
  readonly layers: number;
  /** Bytes compared to find equal weights. */
  readonly duplicateBytes: number;
  /** Weights of which a piece is read to tell them apart. */
  readonly samples: number;
}

const BUDGET: InspectionBudget = { channelBytes: 32 * 2 ** 20, layers: 4096, duplicateBytes: 64 * 2 ** 20, samples: 4096 };

/** Looks at weight values: ranged reads, the layers with most work per byte first. What cannot be read is passed over. */
export async function inspectWeights(
  graph: Graph,
  reader: TensorReader,
  linear: readonly LinearWork[],
  budget: InspectionBudget = BUDGET,
): Promise<WeightFindings> {
  const duplicates = await findDuplicateWeights(graph, reader, budget);
  return { duplicates, ...(await findIdleChannels(graph, reader, linear, budget)) };
}
