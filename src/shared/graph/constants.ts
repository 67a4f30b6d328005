import { NONE, type Graph, type NodeId, type TensorId } from './graph';
import { consumersOf, isGraphOutput, mainGraph } from './traversal';
import type { Weight } from './weight';

/** From IR version 4 on, an initializer that is also a graph input is only a default value (onnx.proto, `GraphProto.initializer`). */
const OVERRIDABLE_FROM_IR = 4;

/** The stored value of a tensor that no caller can override, `undefined` otherwise. */
export function constantWeight(graph: Graph, tensor: TensorId): Weight | undefined {
  if (tensor === NONE || isOverridable(graph, tensor)) return undefined;
  return graph.tensors.weights[tensor];
}

/** True for an initializer that the caller of the model may replace. */
export function isOverridable(graph: Graph, tensor: TensorId): boolean {
  return graph.facts.irVersion >= OVERRIDABLE_FROM_IR && graph.tensors.weights[tensor] !== undefined && mainInputs(graph).has(tensor);
}

/** Whether a caller may replace some weight of the main graph. */
export function hasOverridable(graph: Graph): boolean {
  return mainGraph(graph).inputs.some(tensor => isOverridable(graph, tensor));
}

const inputSets = new WeakMap<Graph, ReadonlySet<TensorId>>();

function mainInputs(graph: Graph): ReadonlySet<TensorId> {
  const known = inputSets.get(graph) ?? new Set(mainGraph(graph).inputs);
  inputSets.set(graph, known);
  return known;
}

/** The one node that reads a tensor, `NONE` when there are several, none, a body reads it, or it is an output of the graph. */
export function onlyReader(graph: Graph, tensor: TensorId): NodeId {
  const readers = consumersOf(graph, tensor);
  const [reader = NONE] = readers;
  return readers.length === 1 && !isReadOutside(graph, tensor) ? reader : NONE;
}

/** Whether a weight's values may change in place: it is stored, one node reads it, and nobody else knows its name. */
export function isOwnWeight(graph: Graph, tensor: TensorId): boolean {
  return onlyReader(graph, tensor) !== NONE && graph.tensors.isInitializer[tensor] === 1;
}

/** True when something other than nodes of the tensor's own scope sees its name: the caller of the model or function, the owner of the body, or a body inside. */
export function isReadOutside(graph: Graph, tensor: TensorId): boolean {
  if (isGraphOutput(graph, tensor)) return true;
  if (graph.subgraphs.length === 1) return false;
  return (
    consumersOf(graph, tensor).some(node => graph.nodes.subgraphs[node] !== graph.tensors.subgraphs[tensor]) ||
    bodyOutputs(graph).has(tensor)
  );
}

const bodyOutputSets = new WeakMap<Graph, ReadonlySet<TensorId>>();

/** What bodies give to their owners. */
function bodyOutputs(graph: Graph): ReadonlySet<TensorId> {
  const known = bodyOutputSets.get(graph) ?? new Set(graph.subgraphs.flatMap(({ kind, outputs }) => (kind === 'body' ? [...outputs] : [])));
  bodyOutputSets.set(graph, known);
  return known;
}

/** True when a node of any graph or the caller of the model reads a tensor. */
export function consumersExist(graph: Graph, tensor: TensorId): boolean {
  return consumersOf(graph, tensor).length > 0 || isReadOutside(graph, tensor);
}
