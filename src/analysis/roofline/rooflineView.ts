import type { Graph } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { Profile } from '../../shared/report/latency';
import type { RoofSource } from '../../shared/report/machine';
import type { RooflineView } from '../../shared/report/roofline';
import { rooflineColumns } from './rooflineColumns';
import { rooflineJson } from './rooflineJson';
import { rooflineWork } from './rooflineWork';

/** What the editor shows of the roofline: the metric's columns, and per layer what a report says in `layers[].roofline`. */
export function rooflineView(graph: Graph, analysis: Analysis, roofs: RoofSource | undefined, profile: Profile | undefined): RooflineView {
  if (roofs === undefined) return { from: undefined, columns: [], layers: [], plot: undefined };
  const { layers } = rooflineJson(graph, { analysis, profile, roofs });
  return {
    from: roofs.from,
    columns: rooflineColumns(graph, analysis, roofs, profile),
    layers: Array.from(layers, ([node, roofline]) => ({ node, roofline })),
    plot: { roofs: roofs.roofs, work: rooflineWork(graph, analysis, roofs, profile), uncertainty: roofs.uncertainty },
  };
}
