import path from 'node:path';
import type { OnnxModel } from '../onnx/openModel';
import { mainGraph } from '../shared/graph/traversal';
import { countNodes, DIFFERENCE_KINDS, type GraphDifference, type NodeChange, type ValueDistance } from '../shared/report/graphDifference';

/** The two models of a difference. */
export interface DiffedModels {
  readonly before: OnnxModel;
  readonly after: OnnxModel;
}

/** The contract's `layerwise.diff/1`. What is not known, and Infinity (equal values), which JSON lacks, is null. */
export function diffJson({ before, after }: DiffedModels, difference: GraphDifference): object {
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
  };
}

function modelJson({ path: file, byteLength, graph }: OnnxModel): object {
  return { file, name: path.basename(file), bytes: byteLength, nodes: mainGraph(graph).nodeCount };
}

function changeJson({ distance, ...change }: NodeChange): object {
  return distance === undefined ? change : { ...change, distance: distanceJson(distance) };
}

export function distanceJson({ maxAbs, sqnrDb, cosine }: ValueDistance): object {
  return { maxAbs: finite(maxAbs), sqnrDb: finite(sqnrDb), cosine: finite(cosine) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
