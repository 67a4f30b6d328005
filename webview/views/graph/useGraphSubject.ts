import { useEffect, useMemo } from 'preact/hooks';
import type { HeatScale } from '../model/heatScale';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { firstExpansion } from './expansion';
import { graphPlan } from './graphPlan';
import { graphPlace } from '../page/graphPlace';
import type { GraphSubject } from './graphScene';
import { graphStructure } from './graphStructure';
import { visibleGraph, type Expansion } from './visibleGraph';

/** What is to be laid out of a model, and what is open of it; the first time the groups around the hottest layer. Metrics that come later move nothing. */
export function useGraphSubject(model: LayerModel, scale: HeatScale): { readonly subject: GraphSubject; readonly expansion: Expansion } {
  const store = usePage();
  const { graphDirection, graphNodes } = store.ui.value;
  const { expanded, unfolded } = graphPlace(store.ui.value);
  const { tree, edges, bodies } = graphStructure(model);
  const first = useMemo(() => expanded ?? firstExpansion(model, tree, scale, store.selectedIn(model)), [expanded, tree]);
  useEffect(() => {
    if (expanded === undefined) store.arrangeGraph({ expanded: first });
  }, [expanded]);
  const expansion = useMemo(() => ({ expanded: new Set(first), unfolded: new Set(unfolded) }), [first, unfolded]);
  const graph = useMemo(() => visibleGraph(tree, edges, expansion, model), [tree, edges, expansion]);
  const kernelsOnly = graphNodes === 'kernels' && model.unit === 'kernels' && model.body === undefined;
  const plan = useMemo(() => graphPlan(model, tree, graph, graphDirection, kernelsOnly), [graph, graphDirection, kernelsOnly]);
  const subject = useMemo(() => ({ model, tree, layerEdges: edges, bodies, graph, plan }), [plan]);
  return { subject, expansion };
}
