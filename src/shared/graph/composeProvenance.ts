import { composeAxisMaps } from './composeAxisMaps';
import type { Edit, EditBatch } from './edit';
import type { Graph, NodeId } from './graph';
import { nodeOrigins, type AxisMap, type Provenance } from './provenance';

type Setting = Extract<Edit, { readonly kind: 'setInitializer' }>;

/**
 * Provenance of an edited graph in ids of the lineage's root.
 * @param origins nodes of `graph` that each node of the new graph stands for, by id
 * @param names every tensor name of the new graph
 */
export function composeProvenance(
  graph: Graph,
  batch: EditBatch,
  origins: readonly (readonly NodeId[])[],
  names: ReadonlySet<string>,
): Provenance {
  const tensorOrigins = composeTensorOrigins(graph, batch, names);
  const axisMaps = axisMapsAfter(graph, batch, names);
  return { isIdentity: false, nodeOrigins: origins.map(ids => rootNodes(graph, ids)), tensorOrigins, axisMaps };
}

function rootNodes(graph: Graph, ids: readonly NodeId[]): readonly NodeId[] {
  return [...new Set(ids.flatMap(id => nodeOrigins(graph, id)))].sort((a, b) => a - b);
}

function composeTensorOrigins(graph: Graph, batch: EditBatch, names: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const before = graph.provenance.tensorOrigins;
  const known = new Set(graph.tensors.names);
  const composed = new Map([...before].filter(([name]) => names.has(name)));
  // A name that an edit made up came from nothing, unless a setInitializer below says otherwise.
  for (const name of names) if (!known.has(name)) composed.set(name, []);
  for (const { name, origins } of settings(batch)) {
    if (names.has(name)) composed.set(name, [...new Set(origins.flatMap(origin => before.get(origin) ?? [origin]))]);
  }
  return composed;
}

function axisMapsAfter(graph: Graph, batch: EditBatch, names: ReadonlySet<string>): ReadonlyMap<string, readonly AxisMap[]> {
  const before = graph.provenance.axisMaps;
  const composed = new Map([...before].filter(([name]) => names.has(name)));
  for (const edit of batch.edits) {
    if (edit.kind === 'setInitializer') {
      const earlier = edit.origins.length === 1 ? before.get(edit.origins[0] ?? '') : undefined;
      setOrDelete(composed, edit.name, composeAxisMaps(earlier ?? [], edit.axisMaps ?? []));
    }
    if (edit.kind === 'mapAxes') setOrDelete(composed, edit.name, composeAxisMaps(composed.get(edit.name) ?? [], edit.axisMaps));
  }
  return composed;
}

function settings(batch: EditBatch): readonly Setting[] {
  return batch.edits.filter(edit => edit.kind === 'setInitializer');
}

function setOrDelete<T>(map: Map<string, readonly T[]>, name: string, values: readonly T[]): void {
  if (values.length > 0) map.set(name, values);
  else map.delete(name);
}
