import path from 'node:path';
import type { OnnxModel } from '../onnx/openModel';
import type { Graph } from '../shared/graph/graph';
import { nodeLabel } from '../shared/graph/nodeLabel';
import { DIVERGES_BELOW_DB, firstDivergent, type TensorDifference } from '../shared/report/tensorDifference';
import { mainGraph } from '../shared/graph/traversal';
import { countNodes, DIFFERENCE_KINDS, type GraphDifference, type NodeChange, type ValueDistance } from '../shared/report/graphDifference';

/** The two models of a difference. */
export interface DiffedModels {
  readonly before: OnnxModel;
  readonly after: OnnxModel;
}

/** The contract's `layerwise.diff/1`. What is not known, and Infinity (equal values), which JSON lacks, is null. */
export function diffJson({ before, after }: DiffedModels, difference: GraphDifference, tensors: TensorDifference | undefined): object {
  return {
    schema: 'layerwise.diff/1',
    before: modelJson(before),
    after: modelJson(after),
    matchedBy: difference.matchedBy,
    counts: {
      unchanged: difference.unchanged,
      ...Object.fromEntries(DIFFERENCE_KINDS.map(kind => [kind, countNodes(difference, kind)])),
    },
    interface: difference.interface,
    differences: difference.differences.map(({ changes, ...rest }) => ({ ...rest, changes: changes.map(changeJson) })),
    tensors: tensors === undefined ? null : tensorsJson(tensors, before.graph),
  };
}

function tensorsJson(difference: TensorDifference, graph: Graph): object {
  const first = firstDivergent(difference);
  return {
    inputs: difference.inputs,
    samples: difference.samples,
    divergesBelowDb: DIVERGES_BELOW_DB,
    first: first < 0 ? null : (difference.layers[first]?.layer ?? null),
    layers: difference.layers.map(({ layer, tensor, accumulatedDb, localDb, cosine, maxAbs }) => ({
      ...{ id: layer, name: nodeLabel(graph, layer), tensor },
      ...{ accumulatedDb: finite(accumulatedDb), localDb: finite(localDb), cosine: finite(cosine), maxAbs: finite(maxAbs) },
    })),
  };
}

function modelJson({ path: file, byteLength, graph }: OnnxModel): object {
  return { file, name: path.basename(file), bytes: byteLength, nodes: mainGraph(graph).nodeCount };
}

function changeJson({ distance, ...change }: NodeChange): object {
  return distance === undefined ? change : { ...change, distance: distanceJson(distance) };
}

function distanceJson({ maxAbs, sqnrDb, cosine }: ValueDistance): object {
  return { maxAbs: finite(maxAbs), sqnrDb: finite(sqnrDb), cosine: finite(cosine) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
