import { Bodies } from './bodies';
import { composeProvenance } from './composeProvenance';
import type { EditBatch } from './edit';
import type { Graph } from './graph';
import { draftGraph, type DraftNode, type ScopeDraft } from './graphDraft';
import { rebuildGraph } from './rebuildGraph';
import { topologicalOrder, type NodeUse } from './topologicalOrder';
import { nodeInputs, nodeOutputs, tensorNames } from './traversal';

/**
 * A new graph with the edits of `batch` in it; the old one stays as it is. Untouched nodes keep their `sourceIndex`, attributes and metadata, made
 * ones have `NONE`. Nodes are moved only where an edit put a reader before its producer. A body goes with its owner, and provenance is composed to the
 * lineage's root. The same graph comes back for an empty batch.
 */
export function applyEdits(graph: Graph, batch: EditBatch): Graph {
  if (batch.edits.length === 0) return graph;
  const bodies = new Bodies(graph);
  const draft = draftGraph(graph, batch);
  const scopes = new Map([...draft.scopes].map(([id, scope]) => [id, scope.isEdited ? inOrder(graph, scope, bodies) : scope] as const));
  return rebuildGraph(graph, { ...draft, scopes }, bodies, (origins, names) => composeProvenance(graph, batch, origins, names));
}

function inOrder(graph: Graph, scope: ScopeDraft, bodies: Bodies): ScopeDraft {
  const order = topologicalOrder(scope.nodes.map(node => useOf(graph, node, bodies)));
  return { ...scope, nodes: order.flatMap(position => scope.nodes[position] ?? []) };
}

function useOf(graph: Graph, node: DraftNode, bodies: Bodies): NodeUse {
  const captured = bodies.capturedBy(node);
  if (node.kind === 'made') return { reads: [...node.definition.inputs, ...captured], writes: node.definition.outputs };
  const reads = tensorNames(graph, nodeInputs(graph, node.node));
  return { reads: [...reads, ...captured], writes: tensorNames(graph, nodeOutputs(graph, node.node)) };
}
