import { findDuplicateWeights } from '../../analysis/suggest/findDuplicateWeights';
import { formatBytes } from '../../shared/base/formatNumber';
import { applyEdits } from '../../shared/graph/applyEdits';
import { constantWeight, isReadOutside } from '../../shared/graph/constants';
import { denseBytes } from '../../shared/graph/denseBytes';
import type { Graph, TensorId } from '../../shared/graph/graph';
import { consumersOf } from '../../shared/graph/traversal';
import type { LayerPlan } from '../../shared/report/passDescription';
import { changedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { haveSameValues } from './haveSameValues';
import { removeDead } from './removeDead';
import { Rewriter, tensorName } from './rewriter';

/** Stores weights with the same type, shape and values once. */
export const shareWeights: Pass = {
  description: {
    id: 'share-weights',
    title: 'Share Weights',
    description: 'Stores weights of at least 4 kB that are there several times only once; tied embeddings for example.',
    fileTag: 'shared',
    parameters: [],
    needs: 'nothing',
    promise: 'exact',
  },
  prepare: () => [],
  plan: share,
};

async function share(input: PassInput): Promise<PassPlan> {
  const { graph } = input;
  const rewriter = new Rewriter(graph);
  const layers: LayerPlan[] = [];
  let saved = 0;
  for (const [first, ...others] of await duplicates(input)) {
    for (const other of others) {
      if (first === undefined || !isFree(input, other)) continue;
      rewriter.redirect(tensorName(graph, other), tensorName(graph, first));
      saved += bytesOf(graph, other);
      for (const node of consumersOf(graph, other))
        layers.push(changedLayer(graph, node, `reads ${tensorName(graph, first)}, which is the same`));
    }
  }
  if (layers.length === 0) return { graph, layers, changedNodes: 0, notes: ['No weight of at least 4 kB is stored twice.'] };
  const shared = removeDead(input, applyEdits(graph, rewriter.batch())).graph;
  return {
    graph: shared,
    layers,
    changedNodes: layers.length,
    notes: [`${formatBytes(saved)} of weights are stored once instead of several times.`],
  };
}

/** Groups of weights with equal values; equal hashes only say where to look. */
async function duplicates({ graph, readerOf }: PassInput): Promise<readonly (readonly TensorId[])[]> {
  const reader = readerOf(graph);
  const alike = await findDuplicateWeights(graph, reader, { duplicateBytes: Infinity, samples: Infinity });
  const groups: TensorId[][] = [];
  for (const suspects of alike) {
    const own: TensorId[][] = [];
    for (const tensor of suspects) {
      if (constantWeight(graph, tensor) === undefined) continue;
      let group: TensorId[] | undefined;
      for (const candidate of own)
        if (group === undefined && (await haveSameValues(graph, reader, candidate[0]!, tensor))) group = candidate;
      if (group === undefined) own.push([tensor]);
      else group.push(tensor);
    }
    groups.push(...own);
  }
  return groups;
}

/** Whether all who read a weight may read another instead. */
function isFree({ graph, selects }: PassInput, tensor: TensorId): boolean {
  return !isReadOutside(graph, tensor) && consumersOf(graph, tensor).every(node => selects(graph, node));
}

function bytesOf(graph: Graph, tensor: TensorId): number {
  const weight = graph.tensors.weights[tensor];
  return weight === undefined ? 0 : denseBytes(weight.dtype, weight.dims);
}
