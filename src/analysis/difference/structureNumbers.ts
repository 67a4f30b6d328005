import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInputs, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import { topologicalOrder } from '../shapes/topologicalOrder';
import { operatorKey, weightKey, type Numbering } from './nodeKeys';
import { slotOf } from './slotOf';

/** Per node of the main graph a number that is the same for nodes that compute the same from the same. */
export interface StructureNumbers {
  /** By everything that leads to a node from the model's inputs; weights count by type and shape. */
  readonly fromInputs: Int32Array;
  /** By everything that leads from a node to the model's outputs. */
  readonly toOutputs: Int32Array;
}

/** Numbers of two graphs compare when they come from the same `numbering`. Cycles count as cut. */
export function structureNumbers(graph: Graph, numbering: Numbering): StructureNumbers {
  const main = mainGraph(graph);
  const order = topologicalOrder(graph, main);
  const operators = Int32Array.from({ length: main.nodeCount }, (_, node) => numbering.of(operatorKey(graph, node)));
  return { fromInputs: fromInputs(graph, order, operators, numbering), toOutputs: toOutputs(graph, order, operators, numbering) };
}

function fromInputs(graph: Graph, order: readonly NodeId[], operators: Int32Array, numbering: Numbering): Int32Array {
  const numbers = new Int32Array(operators.length).fill(NONE);
  const places = new Map(mainGraph(graph).inputs.map((tensor, index) => [tensor, index]));
  const sourceOf = (tensor: TensorId): string => {
    const maker = producerOf(graph, tensor);
    const weight = tensor === NONE ? undefined : graph.tensors.weights[tensor];
    if (maker !== NONE && maker < numbers.length) return `${numbers[maker] ?? NONE}.${slotOf(nodeOutputs(graph, maker), tensor)}`;
    return weight === undefined ? `input ${places.get(tensor) ?? ''}` : weightKey(weight);
  };
  for (const node of order) {
    numbers[node] = numbering.of(`< ${operators[node] ?? NONE} ${Array.from(nodeInputs(graph, node), sourceOf).join(' ')}`);
  }
  return numbers;
}

function toOutputs(graph: Graph, order: readonly NodeId[], operators: Int32Array, numbering: Numbering): Int32Array {
  const numbers = new Int32Array(operators.length).fill(NONE);
  const places = new Map(mainGraph(graph).outputs.map((tensor, index) => [tensor, index]));
  const usesOf = (tensor: TensorId): string => {
    const readers = [...new Set(consumersOf(graph, tensor))].filter(reader => reader < numbers.length);
    const uses = readers.map(reader => `${numbers[reader] ?? NONE}.${slotOf(nodeInputs(graph, reader), tensor)}`).sort();
    return `${places.get(tensor) ?? ''}(${uses.join(' ')})`;
  };
  for (let index = order.length - 1; index >= 0; index--) {
    const node = order[index] ?? NONE;
    numbers[node] = numbering.of(`> ${operators[node] ?? NONE} ${Array.from(nodeOutputs(graph, node), usesOf).join(' ')}`);
  }
  return numbers;
}
