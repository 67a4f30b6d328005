import { mainGraph } from '../../shared/graph/traversal';
import { declaredShape, type Graph, type TensorId } from '../../shared/graph/graph';
import { isSymbol, type Dim } from '../../shared/graph/shape';

/** Roles of the axes of an input by its rank, after which unnamed dims are named: images, sequences. */
const ROLES = new Map([
  [3, ['N', 'S', 'D']],
  [4, ['N', 'C', 'H', 'W']],
]);

type NamedShapes = ReadonlyMap<TensorId, readonly (number | string)[]>;

const known = new WeakMap<Graph, NamedShapes>();

/** Declared shapes of the graph's inputs in which every dim is a number or a symbol: unnamed ones get a name that the model does not use. */
export function namedInputShapes(graph: Graph): NamedShapes {
  let shapes = known.get(graph);
  if (shapes === undefined) known.set(graph, (shapes = nameInputShapes(graph)));
  return shapes;
}

function nameInputShapes(graph: Graph): NamedShapes {
  const inputs = realInputs(graph);
  const fresh = new FreshNames(
    new Set(inputs.flatMap(input => (declaredShape(graph, input) ?? []).filter(dim => typeof dim === 'string'))),
  );
  const shapes = new Map<TensorId, readonly (number | string)[]>();
  for (const input of inputs) {
    const shape = declaredShape(graph, input);
    if (shape !== undefined)
      shapes.set(
        input,
        withoutPlaceholders(shape).map((dim, axis) => (isNamed(dim) ? dim : fresh.take(roleOf(axis, shape.length)))),
      );
  }
  return shapes;
}

/** Inputs that must be given: those with an initializer have a default. */
export function realInputs(graph: Graph): readonly TensorId[] {
  return mainGraph(graph).inputs.filter(input => graph.tensors.weights[input] === undefined);
}

/** What some exporters write into every dim that they do not know: such dims need not agree. */
const PLACEHOLDERS = new Set(['?', '*', '-1', 'None', 'unk', 'unknown']);

function isNamed(dim: Dim): dim is number | string {
  return typeof dim === 'number' ? dim >= 0 : isSymbol(dim);
}

/** A shape that holds a placeholder more than once says nothing by it. */
function withoutPlaceholders(shape: readonly Dim[]): readonly Dim[] {
  return shape.map(dim =>
    typeof dim === 'string' && PLACEHOLDERS.has(dim) && shape.indexOf(dim) !== shape.lastIndexOf(dim) ? undefined : dim,
  );
}

function roleOf(axis: number, rank: number): string {
  return ROLES.get(rank)?.[axis] ?? `d${axis}`;
}

/** Names that are not taken: `N`, `N2`, `N3`, … */
class FreshNames {
  /** The first number of a role that may be free. */
  private readonly next = new Map<string, number>();

  constructor(private readonly taken: Set<string>) {}

  take(role: string): string {
    let number = this.next.get(role) ?? 1;
    let name = numbered(role, number);
    while (this.taken.has(name)) name = numbered(role, ++number);
    this.taken.add(name);
    this.next.set(role, number + 1);
    return name;
  }
}

function numbered(role: string, number: number): string {
  return number === 1 ? role : `${role}${number}`;
}
