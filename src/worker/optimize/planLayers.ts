import { findLinearWork } from '../../analysis/suggest/linearWork';
import { ratioHere } from '../../analysis/suggest/integerKernels';
import { dynamicRatio, staticRatio } from '../../analysis/suggest/integerRatios';
import type { Graph } from '../../shared/graph/graph';
import { mainGraph, nodePath } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import type { PassCall } from '../../shared/report/jobRequest';
import type { DryRun, LayerPlan } from '../../shared/report/passDescription';
import { describeMachine } from '../machine';
import { mergePlans } from './mergePlans';
import { storedBytes, withSizes } from './planSizes';
import type { PassRun } from './runPasses';
import { standingNodes } from './standingNodes';
import { withOperators } from './withOperators';

/** What passes make of each layer of a model, with what is known of layers like it. */
export function planLayers(original: Graph, analysis: Analysis, calls: readonly PassCall[], { plans, outcomes, graph }: PassRun): DryRun {
  const layers = withExpectedTimes(mergePlans(plans), original, analysis, calls).map(layer => withPath(original, layer));
  const standing = standingNodes(original, graph, layers);
  return {
    pass: calls.map(({ id }) => id).join(', '),
    passes: outcomes,
    layers: withOperators(withSizes(layers, original, graph, standing), original, graph, standing),
    nodesBefore: mainGraph(original).nodeCount,
    nodesAfter: mainGraph(graph).nodeCount,
    weightBytes: { before: storedBytes(original), after: storedBytes(graph) },
    notes: [...new Set(plans.flatMap(({ notes }) => notes))],
  };
}

function withExpectedTimes(
  layers: readonly LayerPlan[],
  original: Graph,
  analysis: Analysis,
  calls: readonly PassCall[],
): readonly LayerPlan[] {
  const has = (...ids: readonly string[]): boolean => calls.some(({ id }) => ids.includes(id));
  const ratioOf = has('quantize-static', 'mixed-precision') ? staticRatio : has('quantize-dynamic') ? dynamicRatio : undefined;
  if (ratioOf === undefined) return layers;
  const works = new Map(findLinearWork(original, analysis).map(work => [work.node, work]));
  const { isa } = describeMachine();
  return layers.map(layer => {
    const work = works.get(layer.node);
    const isInteger = layer.action === 'change' && layer.precisionAfter === 'int8';
    return work === undefined || !isInteger ? layer : { ...layer, expectedTime: ratioHere(ratioOf(work), isa) };
  });
}

function withPath(graph: Graph, layer: LayerPlan): LayerPlan {
  const path = nodePath(graph, layer.node);
  return typeof path === 'string' ? { ...layer, path } : layer;
}
