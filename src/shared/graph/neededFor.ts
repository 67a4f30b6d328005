import { Bodies } from './bodies';
import { NONE, type Graph, type NodeId, type TensorId } from './graph';
import { nodeInputs, producerOf, tensorByName } from './traversal';

/** What tensors of the main graph are computed from. */
export interface Needed {
  /** Main-graph nodes in file order, `Constant` nodes among them. */
  readonly nodes: readonly NodeId[];
  /** Initializers that they read. */
  readonly weights: ReadonlySet<TensorId>;
  /** Tensors where the search stopped: those of `given` that are read, and what no node makes (graph inputs). */
  readonly inputs: ReadonlySet<TensorId>;
}

/** Everything that `tensors` of the main graph depend on, what bodies of control flow capture included; `given` ones are taken as they are. */
export function neededFor(
  graph: Graph,
  tensors: readonly TensorId[],
  given: ReadonlySet<TensorId> = new Set(),
  bodies = new Bodies(graph),
): Needed {
  const nodes = new Set<NodeId>();
  const [weights, inputs] = [new Set<TensorId>(), new Set<TensorId>()];
  const pending = [...tensors];
  for (let tensor = pending.pop(); tensor !== undefined; tensor = pending.pop()) {
    if (tensor === NONE) continue;
    const producer = producerOf(graph, tensor);
    if (given.has(tensor)) inputs.add(tensor);
    else if (graph.tensors.isInitializer[tensor] === 1) weights.add(tensor);
    else if (producer === NONE) inputs.add(tensor);
    else if (!nodes.has(producer)) {
      nodes.add(producer);
      for (const input of nodeInputs(graph, producer)) pending.push(input);
      for (const name of bodies.capturedBy({ kind: 'kept', node: producer })) pending.push(tensorByName(graph, name));
    }
  }
  return { nodes: [...nodes].sort((a, b) => a - b), weights, inputs };
}
