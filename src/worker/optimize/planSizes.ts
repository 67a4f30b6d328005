import { groupBy } from '../../shared/base/groupBy';
import { tensorBytes } from '../../shared/graph/dtype';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeOrigins } from '../../shared/graph/provenance';
import { elementCount } from '../../shared/graph/shape';
import { mainGraph } from '../../shared/graph/traversal';
import type { LayerPlan } from '../../shared/report/passDescription';

/** Bytes of all stored tensors of a graph that something reads. */
export function storedBytes(graph: Graph): number {
  const { weights, consumerStart } = graph.tensors;
  return weights.reduce(
    (sum, weight, tensor) =>
      weight === undefined || consumerStart[tensor] === consumerStart[tensor + 1] ? sum : sum + bytesOf(graph, tensor),
    0,
  );
}

/** Adds to each row what becomes of the weights of its layer, and which operators stand there that did not before. `planned`: with provenance to `original`. */
export function withSizes(original: Graph, planned: Graph, layers: readonly LayerPlan[]): readonly LayerPlan[] {
  const rows = new Set(layers.map(({ node }) => node));
  const rowOfNode = rowsOfNodes(planned, rows);
  const nodesOfRow = groupBy(mainNodes(planned), node => rowOfNode.get(node));
  return layers.map(layer => {
    const { node } = layer;
    if (layer.path !== undefined) return layer;
    const after = nodesOfRow.get(node) ?? [];
    const addedOps = added(
      original.nodes.ops[node] ?? '',
      after.map(id => planned.nodes.ops[id] ?? ''),
    );
    const weightBytes = { before: weightsOf(original, [node]), after: weightsOf(planned, after) };
    return { ...layer, ...(after.length > 0 && { weightBytes }), ...(Object.keys(addedOps).length > 0 && { addedOps }) };
  });
}

/** A node that came from none of the rows, as what makes floats of a stored integer, goes with the first node that reads it. */
function rowsOfNodes(planned: Graph, rows: ReadonlySet<NodeId>): ReadonlyMap<NodeId, NodeId> {
  const { outputs, outputStart } = planned.nodes;
  const { consumers, consumerStart } = planned.tensors;
  const found = new Map<NodeId, NodeId>();
  for (const node of mainNodes(planned).toReversed()) {
    const origins = nodeOrigins(planned, node);
    const [output = NONE] = outputs.subarray(outputStart[node], outputStart[node + 1]);
    const reader = output === NONE || origins.length > 0 ? undefined : consumers[consumerStart[output] ?? 0];
    const row = origins.find(origin => rows.has(origin)) ?? (reader === undefined ? undefined : found.get(reader));
    if (row !== undefined) found.set(node, row);
  }
  return found;
}

function mainNodes(graph: Graph): readonly NodeId[] {
  const { firstNode, nodeCount } = mainGraph(graph);
  return Array.from({ length: nodeCount }, (_, index) => firstNode + index);
}

function added(before: string, after: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const op of after) counts.set(op, (counts.get(op) ?? 0) + 1);
  counts.set(before, (counts.get(before) ?? 0) - 1);
  return Object.fromEntries([...counts].filter(([, count]) => count > 0));
}

function weightsOf(graph: Graph, nodes: readonly NodeId[]): number {
  const { inputs, inputStart } = graph.nodes;
  const tensors = new Set(nodes.flatMap(node => [...inputs.subarray(inputStart[node], inputStart[node + 1])]));
  return [...tensors].reduce((sum, tensor) => sum + bytesOf(graph, tensor), 0);
}

/** 0 for what is not stored. */
function bytesOf({ tensors: { weights } }: Graph, tensor: TensorId): number {
  const weight = weights[tensor];
  return weight === undefined ? 0 : tensorBytes(weight.dtype, elementCount(weight.dims) ?? 0);
}
