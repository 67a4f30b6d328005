import { applyEdits } from '../../shared/graph/applyEdits';
import { isReadOutside } from '../../shared/graph/constants';
import type { Edit } from '../../shared/graph/edit';
import { NONE, type Graph, type NodeId, type Subgraph, type SubgraphId, type TensorId } from '../../shared/graph/graph';
import { isDeterministic } from '../../shared/graph/isDeterministic';
import { nodeOutputs } from '../../shared/graph/traversal';
import { computationKey } from './computationKey';
import { Rewriter, tensorName } from './rewriter';
import type { Rule, RuleChange } from './rule';

/** What a body computes that a graph around it has computed before is read from there. Never the other way round: a body may not run. */
export const mergeWithOuter: Rule = (input, graph) => {
  const outer = new OuterNodes(graph);
  const same = new Map<TensorId, TensorId>();
  const edits: Edit[] = [];
  const changes: RuleChange[] = [];
  for (const scope of graph.subgraphs) {
    const rewriter = new Rewriter(graph, scope.id);
    for (let node = scope.firstNode; node < scope.firstNode + scope.nodeCount; node++) {
      const key = isDeterministic(graph, node) && input.selects(graph, node) ? computationKey(graph, node, same) : undefined;
      const twin = key === undefined ? NONE : outer.find(scope, key);
      if (key === undefined) continue;
      if (twin === NONE || isSeen(graph, node)) outer.add(scope, key, node);
      else {
        readFrom(rewriter, node, twin, same);
        changes.push({ node, detail: `${graph.nodes.ops[node] ?? ''} removed: the graph around has computed the same` });
      }
    }
    edits.push(...rewriter.batch().edits);
  }
  return { graph: applyEdits(graph, { edits }), changes };
};

function isSeen(graph: Graph, node: NodeId): boolean {
  return nodeOutputs(graph, node).some(tensor => tensor !== NONE && isReadOutside(graph, tensor));
}

function readFrom(rewriter: Rewriter, node: NodeId, twin: NodeId, same: Map<TensorId, TensorId>): void {
  const { graph } = rewriter;
  const others = nodeOutputs(graph, twin);
  nodeOutputs(graph, node).forEach((tensor, index) => {
    const other = others[index] ?? NONE;
    if (tensor === NONE || other === NONE) return;
    same.set(tensor, other);
    rewriter.redirect(tensorName(graph, tensor), tensorName(graph, other));
  });
  rewriter.remove(node);
}

/** What each scope computes, for the bodies in it. */
class OuterNodes {
  private readonly byScope = new Map<SubgraphId, Map<string, NodeId>>();

  constructor(private readonly graph: Graph) {}

  add({ id }: Subgraph, key: string, node: NodeId): void {
    const own = this.byScope.get(id) ?? new Map<string, NodeId>();
    if (!own.has(key)) this.byScope.set(id, own.set(key, node));
  }

  /** A node of a scope around a body that is done before the body's owner runs. */
  find(scope: Subgraph, key: string): NodeId {
    if (scope.kind !== 'body') return NONE;
    const node = this.byScope.get(scope.parent)?.get(key);
    if (node !== undefined && node < scope.ownerNode) return node;
    const parent = this.graph.subgraphs[scope.parent];
    return parent === undefined ? NONE : this.find(parent, key);
  }
}
