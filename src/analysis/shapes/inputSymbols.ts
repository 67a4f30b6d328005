import { mainGraph } from '../../shared/graph/traversal';
import { declaredShape, type Graph, type TensorId } from '../../shared/graph/graph';
import type { Dim } from '../../shared/graph/shape';

/** Roles of the axes of an input by its rank, after which unnamed dims are named: images, sequences. */
const ROLES = new Map([
  [3, ['N', 'S', 'D']],
  [4, ['N', 'C', 'H', 'W']],
]);

/** Declared shapes of the graph's inputs in which every dim is a number or a symbol: unnamed ones get a name that the model does not use. */
export function namedInputShapes(graph: Graph): ReadonlyMap<TensorId, readonly (number | string)[]> {
  const inputs = realInputs(graph);
  const taken = new Set(inputs.flatMap(input => (declaredShape(graph, input) ?? []).filter(dim => typeof dim === 'string')));
  const shapes = new Map<TensorId, readonly (number | string)[]>();
  for (const input of inputs) {
    const shape = declaredShape(graph, input);
    if (shape !== undefined)
      shapes.set(
        input,
        shape.map((dim, axis) => (isNamed(dim) ? dim : freshName(roleOf(axis, shape.length), taken))),
      );
  }
  return shapes;
}

/** Inputs that must be given: those with an initializer have a default. */
export function realInputs(graph: Graph): readonly TensorId[] {
  return mainGraph(graph).inputs.filter(input => graph.tensors.weights[input] === undefined);
}

function isNamed(dim: Dim): dim is number | string {
  return typeof dim === 'number' ? dim >= 0 : dim !== undefined && dim !== '';
}

function roleOf(axis: number, rank: number): string {
  return ROLES.get(rank)?.[axis] ?? `d${axis}`;
}

function freshName(role: string, taken: Set<string>): string {
  let name = role;
  for (let number = 2; taken.has(name); number++) name = `${role}${number}`;
  taken.add(name);
  return name;
}
