import { failure, type Result } from '../../shared/base/result';
import type { ChannelGroup } from '../../shared/graph/channelGroup';
import { channelGroupOf } from '../../shared/graph/channelGroupOf';
import type { Graph, NodeId } from '../../shared/graph/graph';
import { isLinearOp } from '../../shared/graph/linearLayer';
import { mainGraph } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import type { LayerPlan } from '../../shared/report/passDescription';
import { LEFT_OUT, skippedLayer } from '../layerPlans';
import type { PassInput } from '../pass';
import { whyUnreadable } from '../whyUnreadable';

/** Groups that can lose channels, and for every other layer the reason why not. */
export function findGroups(
  input: PassInput,
  graph: Graph,
): { readonly groups: readonly ChannelGroup[]; readonly skipped: readonly LayerPlan[] } {
  const analysis = input.analyze(graph);
  const groups: ChannelGroup[] = [];
  const skipped: LayerPlan[] = [];
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    if (!isLinearOp(graph, node)) continue;
    const group = input.selects(graph, node) ? groupOf(graph, node, analysis) : failure(LEFT_OUT);
    if (group.ok) groups.push(group.value);
    else skipped.push(skippedLayer(graph, node, group.error));
  }
  return { groups, skipped };
}

/** The group of a layer whose weights can all be read. */
function groupOf(graph: Graph, node: NodeId, { tensors }: Analysis): Result<ChannelGroup, string> {
  const group = channelGroupOf(graph, node, tensor => tensors[tensor]?.shape);
  if (!group.ok) return group;
  const reason = group.value.axes.map(({ tensor }) => whyUnreadable(graph.tensors.weights[tensor])).find(why => why !== undefined);
  return reason === undefined ? group : failure(`a weight that would lose channels cannot be read: ${reason}`);
}
