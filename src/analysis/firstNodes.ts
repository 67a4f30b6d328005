import { NONE } from '../shared/graph/graph';
import type { Hierarchy } from '../shared/report/analysis';
import type { ModelView } from '../shared/report/modelView';

/** The first `count` nodes of a view, with their layers, groups and columns, as the view names them; totals, inputs and outputs stay those of the view. */
export function firstNodes(view: ModelView, count: number): ModelView {
  const first = <T>(list: readonly T[]): readonly T[] => list.slice(0, count);
  const { nodeNames, nodeOps, nodeDetails, nodeDomains, nodeDtypes, inputStart, outputStart, analysis } = view;
  return {
    ...view,
    nodeNames: first(nodeNames),
    nodeOps: first(nodeOps),
    nodeDetails: first(nodeDetails),
    nodeDomains: first(nodeDomains),
    nodeDtypes: first(nodeDtypes),
    inputStart: inputStart.slice(0, count + 1),
    inputs: view.inputs.slice(0, inputStart[count]),
    outputStart: outputStart.slice(0, count + 1),
    outputs: view.outputs.slice(0, outputStart[count]),
    functionCalls: view.functionCalls.filter(node => node < count),
    analysis: {
      ...analysis,
      columns: analysis.columns.map(column => ({
        ...column,
        values: column.values.slice(0, count),
        basis: column.basis.slice(0, count),
      })),
      hierarchy: firstLayers(analysis.hierarchy, count),
    },
  };
}

/** A node whose layer is anchored beyond the cut is left out like a hidden one. A group comes after the one that holds it. */
function firstLayers(hierarchy: Hierarchy, count: number): Hierarchy {
  const groupOf = hierarchy.groupOf.slice(0, count);
  return {
    ...hierarchy,
    groupOf,
    layerOf: hierarchy.layerOf.slice(0, count).map(anchor => (anchor < count ? anchor : NONE)),
    layerNames: hierarchy.layerNames.slice(0, count),
    groups: hierarchy.groups.slice(0, 1 + Math.max(NONE, ...groupOf)),
  };
}
