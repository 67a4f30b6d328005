import { NONE, type NodeId } from '../../shared/graph/graph';
import { mainGraph, nodeOutputs } from '../../shared/graph/traversal';
import { applyEdits } from '../../shared/graph/applyEdits';
import { isDeterministic } from '../../shared/graph/isDeterministic';
import { computationKey } from './computationKey';
import { RuleContext } from './nodeRule';
import type { Rule, RuleChange } from './rule';

/** Of nodes that compute the same from the same, one is left (common subexpressions). */
export const mergeDuplicates: Rule = (input, graph) => {
  const context = new RuleContext(input, graph);
  const first = new Map<string, NodeId>();
  const same = new Map<number, number>();
  const changes: RuleChange[] = [];
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    const key = context.op(node) === '' || !isDeterministic(graph, node) ? undefined : computationKey(graph, node, same);
    const twin = key === undefined ? undefined : first.get(key);
    if (key === undefined) continue;
    if (twin === undefined) first.set(key, node);
    else if (join(context, node, twin, same))
      changes.push({
        node,
        detail: `${graph.nodes.ops[node] ?? ''} removed: ${context.nodeName(twin) || 'another node'} computes the same`,
      });
  }
  return changes.length === 0 ? { graph, changes } : { graph: applyEdits(graph, context.rewriter.batch()), changes };
};

/** Readers of `node` read `twin` instead, where nobody outside knows its outputs by name. */
function join(context: RuleContext, node: NodeId, twin: NodeId, same: Map<number, number>): boolean {
  const outputs = nodeOutputs(context.graph, node);
  if (outputs.some(tensor => tensor !== NONE && context.isSeenOutside(tensor))) return false;
  const others = nodeOutputs(context.graph, twin);
  outputs.forEach((tensor, index) => {
    const other = others[index] ?? NONE;
    if (tensor === NONE || other === NONE) return;
    same.set(tensor, other);
    context.rewriter.redirect(context.name(tensor), context.name(other));
  });
  context.rewriter.remove(node);
  return true;
}
