import type { AttributeValue } from './attribute';
import { NONE, type Graph, type NodeId, type Subgraph, type SubgraphId, type TensorId } from './graph';
import type { DraftNode } from './graphDraft';

/** The bodies of control-flow nodes, by owner, and the names of the scopes around it that each reads. */
export class Bodies {
  private readonly byOwner = new Map<NodeId, SubgraphId[]>();
  private readonly captured = new Map<SubgraphId, Set<string>>();

  constructor(graph: Graph) {
    for (const subgraph of graph.subgraphs) {
      if (subgraph.kind !== 'body') continue;
      this.byOwner.set(subgraph.ownerNode, [...(this.byOwner.get(subgraph.ownerNode) ?? []), subgraph.id]);
      this.captured.set(subgraph.id, new Set());
      for (const tensor of readsOf(graph, subgraph)) {
        const definer = graph.tensors.subgraphs[tensor];
        // A body's captures are those of the bodies around it as well, up to the scope that defines the name.
        for (
          let scope: Subgraph | undefined = subgraph;
          scope?.kind === 'body' && scope.id !== definer;
          scope = graph.subgraphs[scope.parent]
        )
          this.captured.get(scope.id)?.add(graph.tensors.names[tensor] ?? '');
      }
    }
  }

  of(node: DraftNode): readonly SubgraphId[] {
    if (node.kind === 'kept') return this.byOwner.get(node.node) ?? [];
    return [...node.definition.attributes.values()].flatMap(subgraphsOf);
  }

  /** Names from the scopes around them that the bodies of a node read, however deep. */
  capturedBy(node: DraftNode): readonly string[] {
    return this.of(node).flatMap(id => [...(this.captured.get(id) ?? [])]);
  }
}

function readsOf(graph: Graph, { firstNode, nodeCount, outputs }: Subgraph): readonly TensorId[] {
  const { inputStart, inputs } = graph.nodes;
  return [...inputs.subarray(inputStart[firstNode], inputStart[firstNode + nodeCount]), ...outputs].filter(tensor => tensor !== NONE);
}

function subgraphsOf(value: AttributeValue): readonly SubgraphId[] {
  if (value.kind === 'graph') return [value.subgraph];
  return value.kind === 'graphs' ? value.subgraphs : [];
}
