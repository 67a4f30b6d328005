import { useEffect, useMemo } from 'preact/hooks';
import type { HeatScale } from '../model/heatScale';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { firstExpansion } from './expansion';
import { graphPlan } from './graphPlan';
import type { GraphSubject } from './graphScene';
import { graphTree } from './graphTree';
import { layerEdges } from './layerEdges';
import { visibleGraph, type Expansion } from './visibleGraph';

/** What is to be laid out of a model, and what is open of it; the first time the groups around the hottest layer. Metrics that come later move nothing. */
export function useGraphSubject(model: LayerModel, scale: HeatScale): { readonly subject: GraphSubject; readonly expansion: Expansion } {
  const store = usePage();
  const { graphExpanded, graphUnfolded, graphDirection } = store.ui.value;
  const tree = useMemo(() => graphTree(model), [model.layers]);
  const edges = useMemo(() => layerEdges(model), [model.layers]);
  const first = useMemo(() => graphExpanded ?? firstExpansion(model, tree, scale, store.selectedIn(model)), [graphExpanded, tree]);
  useEffect(() => {
    if (graphExpanded === undefined) store.arrange({ graphExpanded: first });
  }, [graphExpanded]);
  const expansion = useMemo(() => ({ expanded: new Set(first), unfolded: new Set(graphUnfolded) }), [first, graphUnfolded]);
  const graph = useMemo(() => visibleGraph(tree, edges, expansion, model), [tree, edges, expansion]);
  const plan = useMemo(() => graphPlan(model, tree, graph, graphDirection), [graph, graphDirection]);
  const subject = useMemo(() => ({ model, tree, layerEdges: edges, graph, plan }), [plan]);
  return { subject, expansion };
}
