import { assertNever } from '../base/assertNever';
import type { ValueType } from './attribute';
import type { Edit, EditBatch, NodeDefinition } from './edit';
import { MAIN_GRAPH, type Graph, type ModelFacts, type NodeId, type SubgraphId, type TensorId } from './graph';
import { mainGraph } from './traversal';
import type { Weight } from './weight';

/** A node of the edited main graph: one that stays as it is, or one that an edit makes. */
export type DraftNode = { readonly kind: 'kept'; readonly node: NodeId } | { readonly kind: 'made'; readonly definition: NodeDefinition };

/** The main graph while edits are applied to it, by name. Maps keep the order of the file. */
export interface GraphDraft {
  readonly nodes: readonly DraftNode[];
  readonly inputs: ReadonlySet<string>;
  readonly outputs: readonly string[];
  readonly initializers: ReadonlyMap<string, Weight>;
  readonly types: ReadonlyMap<string, ValueType>;
  readonly removedFunctions: ReadonlySet<SubgraphId>;
  readonly facts: ModelFacts;
}

interface Working {
  readonly removed: Set<NodeId>;
  readonly inserted: Map<NodeId, NodeDefinition[]>;
  readonly inputs: Set<string>;
  readonly outputs: string[];
  readonly initializers: Map<string, Weight>;
  readonly types: Map<string, ValueType>;
  readonly removedFunctions: Set<SubgraphId>;
  readonly opsets: Map<string, number>;
  readonly metadata: Map<string, string>;
  irVersion: number;
}

/** Applies the edits of a batch, in order, to a copy of the main graph. Node order is not repaired yet. */
export function draftGraph(graph: Graph, batch: EditBatch): GraphDraft {
  const working = start(graph);
  for (const edit of batch.edits) applyEdit(working, edit);
  const { inputs, outputs, initializers, types, removedFunctions, irVersion, opsets, metadata } = working;
  const facts = { ...graph.facts, irVersion, opsets, metadata };
  return { nodes: nodesOf(graph, working), inputs, outputs, initializers, types, removedFunctions, facts };
}

function start(graph: Graph): Working {
  const { tensors, facts } = graph;
  const nameOf = (tensor: TensorId): string => tensors.names[tensor] ?? '';
  const main = mainGraph(graph);
  const initializers = new Map<string, Weight>();
  const types = new Map<string, ValueType>();
  for (let tensor = 0; tensor < tensors.count; tensor++) {
    if (tensors.subgraphs[tensor] !== MAIN_GRAPH) continue;
    const weight = tensors.weights[tensor];
    const type = tensors.declaredTypes[tensor];
    if (weight !== undefined && tensors.isInitializer[tensor] === 1) initializers.set(nameOf(tensor), weight);
    if (type !== undefined) types.set(nameOf(tensor), type);
  }
  return {
    removed: new Set(),
    inserted: new Map(),
    inputs: new Set(main.inputs.map(nameOf)),
    outputs: main.outputs.map(nameOf),
    initializers,
    types,
    removedFunctions: new Set(),
    opsets: new Map(facts.opsets),
    metadata: new Map(facts.metadata),
    irVersion: facts.irVersion,
  };
}

function applyEdit(working: Working, edit: Edit): void {
  switch (edit.kind) {
    case 'replaceNodes':
      for (const node of edit.nodes) working.removed.add(node);
      working.inserted.set(edit.at, [...(working.inserted.get(edit.at) ?? []), ...edit.with]);
      return;
    case 'setInitializer': {
      setInitializer(working, edit.name, edit.weight);
      return;
    }
    case 'removeInitializer':
      working.initializers.delete(edit.name);
      return;
    case 'setType':
      working.types.set(edit.name, edit.type);
      return;
    case 'dropTypes':
      for (const name of edit.names) working.types.delete(name);
      return;
    case 'addOutput':
      if (!working.outputs.includes(edit.name)) working.outputs.push(edit.name);
      if (edit.type !== undefined) working.types.set(edit.name, edit.type);
      return;
    case 'removeOutput':
      if (working.outputs.includes(edit.name)) working.outputs.splice(working.outputs.indexOf(edit.name), 1);
      return;
    case 'removeFunction':
      working.removedFunctions.add(edit.id);
      return;
    case 'mapAxes':
      return;
    case 'addInput':
      working.inputs.add(edit.name);
      working.types.set(edit.name, edit.type);
      return;
    case 'removeInput':
      working.inputs.delete(edit.name);
      return;
    case 'setOpset':
      working.opsets.set(edit.domain, edit.version);
      return;
    case 'setIrVersion':
      working.irVersion = edit.version;
      return;
    case 'setMetadata':
      working.metadata.set(edit.key, edit.value);
      return;
    default:
      assertNever(edit);
  }
}

/** The declared type of an initializer follows its value; only a graph input must have one. */
function setInitializer(working: Working, name: string, weight: Weight): void {
  working.initializers.set(name, weight);
  if (working.inputs.has(name)) working.types.set(name, { kind: 'tensor', dtype: weight.dtype, shape: weight.dims });
  else working.types.delete(name);
}

function nodesOf(graph: Graph, { removed, inserted }: Working): readonly DraftNode[] {
  const { firstNode, nodeCount } = mainGraph(graph);
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
