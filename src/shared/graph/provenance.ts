import type { Graph, NodeId, TensorId } from './graph';

/** Which channels of an original tensor are left along one axis, in order. */
export interface AxisMap {
  readonly axis: number;
  readonly kept: readonly number[];
}

/**
 * Where nodes, tensors and channels of a graph came from, in ids of the lineage's root model. Keyed by name where ids change.
 * A graph read from a file without stored provenance is its own root: every map is empty and identity holds.
 */
export interface Provenance {
  /** True when ids of the graph are ids of the root. */
  readonly isIdentity: boolean;
  /** Original node ids per node of this graph (position = node id), those of bodies and functions behind those of the main graph; ignored when `isIdentity`. */
  readonly nodeOrigins: readonly (readonly NodeId[])[];
  /** Original tensor names per tensor name that an edit made or changed; a name that is not listed came from its own name. */
  readonly tensorOrigins: ReadonlyMap<string, readonly string[]>;
  /** Channels left of the original tensor, per tensor name; a name that is not listed has all of them. */
  readonly axisMaps: ReadonlyMap<string, readonly AxisMap[]>;
}

export const IDENTITY: Provenance = { isIdentity: true, nodeOrigins: [], tensorOrigins: new Map(), axisMaps: new Map() };

/** Ids of the original nodes that `node` came from. */
export function nodeOrigins(graph: Graph, node: NodeId): readonly NodeId[] {
  return graph.provenance.isIdentity ? [node] : (graph.provenance.nodeOrigins[node] ?? []);
}

/** Names of the original tensors that `tensor` came from. */
export function tensorOrigins(graph: Graph, tensor: TensorId): readonly string[] {
  const name = graph.tensors.names[tensor] ?? '';
  return graph.provenance.tensorOrigins.get(name) ?? [name];
}
