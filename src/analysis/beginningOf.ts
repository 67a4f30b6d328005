import type { Graph, NodeId } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import type { ModelView } from '../shared/report/modelView';
import type { Problem } from '../shared/report/problem';
import { buildOutlineView, type FileFacts } from './buildModelView';
import { firstNodes } from './firstNodes';
import { graphOfNodes } from './graphOfNodes';
import { outline } from './outline';

/** More than any screen shows, in a message that is short enough to be sent as it is. */
const SHOWN_NODES = 1000;
/** What the last of them join may stand behind them. */
const OUTLINED_NODES = 1200;
/** Names of nodes far behind tell which scope holds all of them. */
const SAMPLED_NODES = 300;

/**
 * The first layers of a model, in the groups that the whole has, as soon as it is read; what is counted over all nodes is that of a few. `undefined` where names tell none.
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
  const totals = { ...known.totals, nodes: nodeCount };
  return firstNodes(buildOutlineView(part, { ...known, totals, problems }, file), SHOWN_NODES);
}

function firstAndSampled(nodeCount: number): readonly NodeId[] {
  const first = Math.min(OUTLINED_NODES, nodeCount);
  const step = Math.max(1, Math.ceil((nodeCount - first) / SAMPLED_NODES));
  const chosen = Array.from({ length: first }, (_, node) => node);
  for (let node = first; node < nodeCount; node += step) chosen.push(node);
  return chosen;
}
