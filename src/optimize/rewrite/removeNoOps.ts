import { applyEdits } from '../../shared/graph/applyEdits';
import { isReadOutside } from '../../shared/graph/constants';
import { MAIN_GRAPH, NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph, nodeInput, nodeOutput, producerOf } from '../../shared/graph/traversal';
import { isNoOp } from './noOps';
import { RuleContext } from './nodeRule';
import { tensorName } from './rewriter';
import type { Rule, RuleChange } from './rule';

/** Takes out nodes whose output is their first input. */
export const removeNoOps: Rule = (input, graph) => {
  const context = new RuleContext(input, graph);
  const touched = new Set<TensorId>();
  const changes: RuleChange[] = [];
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    const op = context.op(node);
    if (op === '' || !isNoOp(context, node) || !bypass(context, node, touched)) continue;
    changes.push({ node, detail: `${op} removed: it changes nothing` });
  }
  return changes.length === 0 ? { graph, changes } : { graph: applyEdits(graph, context.rewriter.batch()), changes };
};

/** Connects a node's input with its readers, unless a name that others see would have to go or change. */
function bypass({ rewriter, graph }: RuleContext, node: NodeId, touched: Set<TensorId>): boolean {
  const source = nodeInput(graph, node, 0);
  const result = nodeOutput(graph, node, 0);
  if (!isReadOutside(graph, result)) {
    rewriter.redirect(tensorName(graph, result), tensorName(graph, source));
    rewriter.remove(node);
    return true;
  }
  const producer = producerOf(graph, source);
  const isFree = producer !== NONE && !rewriter.isRemoved(producer) && !isReadOutside(graph, source) && !touched.has(source);
  if (!isFree || graph.nodes.subgraphs[producer] !== MAIN_GRAPH) return false;
  touched.add(source);
  rewriter.renameOutput(tensorName(graph, source), tensorName(graph, result));
  rewriter.redirect(tensorName(graph, source), tensorName(graph, result));
  rewriter.remove(node);
  return true;
}
