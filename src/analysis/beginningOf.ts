import type { Graph, NodeId } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import type { Totals } from '../shared/report/analysis';
import type { ModelView } from '../shared/report/modelView';
import type { Problem } from '../shared/report/problem';
import { buildOutlineView, type FileFacts } from './buildModelView';
import { firstNodes } from './firstNodes';
import { functionCalls } from './functionCalls';
import { graphOfNodes } from './graphOfNodes';
import { outline } from './outline';

/** More than any screen shows, in a message that is short enough to be sent as it is. */
const SHOWN_NODES = 1000;
/** What the last of them join may stand behind them. */
const OUTLINED_NODES = 1200;
/** Names of nodes far behind tell which scope holds all of them. */
const SAMPLED_NODES = 300;

/**
 * The first layers of a model, in the groups that the whole has, as soon as it is read, with all its inputs and outputs. What would have to be counted over all nodes is
 * unknown: NaN where an analysis always has a number. `undefined` where names tell none.
 */
export function beginningOf(
  { graph, problems }: { readonly graph: Graph; readonly problems: readonly Problem[] },
  dims: ReadonlyMap<string, number>,
  file: FileFacts,
): ModelView | undefined {
  const { nodeCount } = mainGraph(graph);
  const part = graphOfNodes(graph, firstAndSampled(nodeCount));
  const known = outline(part, dims);
  if (known === undefined) return undefined;
  const totals = uncounted(known.totals, nodeCount);
  const view = firstNodes(buildOutlineView(part, { ...known, totals, problems }, file), SHOWN_NODES);
  return { ...view, functionCalls: functionCalls(graph, view.nodeNames.length) };
}

function firstAndSampled(nodeCount: number): readonly NodeId[] {
  const first = Math.min(OUTLINED_NODES, nodeCount);
  const step = Math.max(1, Math.ceil((nodeCount - first) / SAMPLED_NODES));
  const chosen = Array.from({ length: first }, (_, node) => node);
  for (let node = first; node < nodeCount; node += step) chosen.push(node);
  return chosen;
}

function uncounted(totals: Totals, nodes: number): Totals {
  const counts = { params: NaN, constantParams: NaN, quantizedParams: NaN, batchNormStats: NaN, weightBytes: NaN };
  return { ...totals, ...counts, nodes, unknownNodes: nodes, subgraphs: { macs: undefined, params: NaN } };
}
