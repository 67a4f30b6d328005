import { assertNever } from '../base/assertNever';
import type { ValueType } from './attribute';
import type { Edit, EditBatch, NodeDefinition } from './edit';
import { MAIN_GRAPH, type Graph, type ModelFacts, type NodeId, type Subgraph, type SubgraphId, type TensorId } from './graph';
import type { Weight } from './weight';

/** A node of an edited scope: one that stays as it is, or one that an edit makes. */
export type DraftNode = { readonly kind: 'kept'; readonly node: NodeId } | { readonly kind: 'made'; readonly definition: NodeDefinition };

/** The main graph, a body or a function while edits are applied to it, by name. Maps keep the order of the file. */
export interface ScopeDraft {
  readonly nodes: readonly DraftNode[];
  readonly inputs: ReadonlySet<string>;
  readonly outputs: readonly string[];
  readonly initializers: ReadonlyMap<string, Weight>;
  readonly types: ReadonlyMap<string, ValueType>;
  readonly isEdited: boolean;
}

/** A graph while edits are applied to it. */
export interface GraphDraft {
  /** Every scope of the edited graph. */
  readonly scopes: ReadonlyMap<SubgraphId, ScopeDraft>;
  /** Those that stay, in order. */
  readonly functions: readonly Subgraph[];
  readonly facts: ModelFacts;
}

interface WorkingScope {
  readonly subgraph: Subgraph;
  readonly removed: Set<NodeId>;
  readonly inserted: Map<NodeId, NodeDefinition[]>;
  readonly inputs: Set<string>;
  readonly outputs: string[];
  readonly initializers: Map<string, Weight>;
  readonly types: Map<string, ValueType>;
  readonly functionOpsets: Map<string, number>;
  isEdited: boolean;
}

interface Working {
  readonly scopes: readonly WorkingScope[];
  readonly removedFunctions: Set<SubgraphId>;
  readonly opsets: Map<string, number>;
  readonly metadata: Map<string, string>;
  irVersion: number;
}

/** Applies the edits of a batch, in order, to a copy of the scopes of a graph. Node order is not repaired yet. */
export function draftGraph(graph: Graph, batch: EditBatch): GraphDraft {
  const working = start(graph);
  for (const edit of batch.edits) applyEdit(working, edit);
  const { scopes, removedFunctions, irVersion, opsets, metadata } = working;
  const facts = { ...graph.facts, irVersion, opsets, metadata };
  const functions = scopes.flatMap(({ subgraph, functionOpsets }) =>
    subgraph.kind === 'function' && !removedFunctions.has(subgraph.id) ? [{ ...subgraph, functionOpsets }] : [],
  );
  return { scopes: new Map(scopes.map(scope => [scope.subgraph.id, { ...scope, nodes: nodesOf(scope) }])), functions, facts };
}

function start({ subgraphs, tensors, facts }: Graph): Working {
  const nameOf = (tensor: TensorId): string => tensors.names[tensor] ?? '';
  const scopes = subgraphs.map((subgraph): WorkingScope => ({
    subgraph,
    removed: new Set(),
    inserted: new Map(),
    inputs: new Set(subgraph.inputs.map(nameOf)),
    outputs: subgraph.outputs.map(nameOf),
    initializers: new Map(),
    types: new Map(),
    functionOpsets: new Map(subgraph.functionOpsets),
    isEdited: false,
  }));
  for (let tensor = 0; tensor < tensors.count; tensor++) {
    const scope = scopes[tensors.subgraphs[tensor] ?? MAIN_GRAPH];
    const weight = tensors.weights[tensor];
    const type = tensors.declaredTypes[tensor];
    if (weight !== undefined && tensors.isInitializer[tensor] === 1) scope?.initializers.set(nameOf(tensor), weight);
    if (type !== undefined) scope?.types.set(nameOf(tensor), type);
  }
  const { irVersion, opsets, metadata } = facts;
  return { scopes, removedFunctions: new Set(), opsets: new Map(opsets), metadata: new Map(metadata), irVersion };
}

function applyEdit(working: Working, edit: Edit): void {
  switch (edit.kind) {
    case 'replaceNodes':
      replaceNodes(scopeOf(working, edit.scope), edit);
      return;
    case 'setInitializer':
      setInitializer(scopeOf(working, edit.scope), edit.name, edit.weight);
      return;
    case 'removeInitializer':
      scopeOf(working, edit.scope).initializers.delete(edit.name);
      return;
    case 'setType':
      scopeOf(working, edit.scope).types.set(edit.name, edit.type);
      return;
    case 'dropTypes':
      for (const name of edit.names) scopeOf(working, edit.scope).types.delete(name);
      return;
    case 'addOutput':
      addOutput(scopeOf(working), edit.name, edit.type);
      return;
    case 'removeOutput':
      removeOutput(scopeOf(working), edit.name);
      return;
    case 'addInput':
      scopeOf(working).inputs.add(edit.name);
      scopeOf(working).types.set(edit.name, edit.type);
      return;
    case 'removeInput':
      scopeOf(working).inputs.delete(edit.name);
      return;
    case 'removeFunction':
      working.removedFunctions.add(edit.id);
      return;
    case 'setOpset':
      (edit.scope === undefined ? working.opsets : scopeOf(working, edit.scope).functionOpsets).set(edit.domain, edit.version);
      return;
    case 'removeOpset':
      working.opsets.delete(edit.domain);
      return;
    case 'setIrVersion':
      working.irVersion = edit.version;
      return;
    case 'setMetadata':
      working.metadata.set(edit.key, edit.value);
      return;
    case 'mapAxes':
      return;
    default:
      assertNever(edit);
  }
}

/** A scope to be edited. */
function scopeOf({ scopes }: Working, id: SubgraphId = MAIN_GRAPH): WorkingScope {
  const scope = scopes[id];
  if (scope === undefined) throw new Error('An edit names a scope that the graph does not have.');
  scope.isEdited = true;
  return scope;
}

function replaceNodes({ removed, inserted }: WorkingScope, edit: Extract<Edit, { readonly kind: 'replaceNodes' }>): void {
  for (const node of edit.nodes) removed.add(node);
  const there = inserted.get(edit.at);
  if (there === undefined) inserted.set(edit.at, [...edit.with]);
  else for (const definition of edit.with) there.push(definition);
}

function addOutput({ outputs, types }: WorkingScope, name: string, type: ValueType | undefined): void {
  if (!outputs.includes(name)) outputs.push(name);
  if (type !== undefined) types.set(name, type);
}

function removeOutput({ outputs }: WorkingScope, name: string): void {
  if (outputs.includes(name)) outputs.splice(outputs.indexOf(name), 1);
}

/** The declared type of an initializer follows its value; only a graph input must have one. */
function setInitializer(scope: WorkingScope, name: string, weight: Weight): void {
  scope.initializers.set(name, weight);
  if (scope.inputs.has(name)) scope.types.set(name, { kind: 'tensor', dtype: weight.dtype, shape: weight.dims });
  else scope.types.delete(name);
}

function nodesOf({ subgraph: { firstNode, nodeCount }, removed, inserted }: WorkingScope): readonly DraftNode[] {
  const end = firstNode + nodeCount;
  const nodes: DraftNode[] = [];
  for (let node = firstNode; node < end; node++) {
    for (const definition of inserted.get(node) ?? []) nodes.push({ kind: 'made', definition });
    if (!removed.has(node)) nodes.push({ kind: 'kept', node });
  }
  for (const [at, definitions] of inserted) {
    if (at >= firstNode && at < end) continue;
    for (const definition of definitions) nodes.push({ kind: 'made', definition });
  }
  return nodes;
}
