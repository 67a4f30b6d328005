import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import type { SymbolicDim } from '../shapes/dims/dim';
import type { SymbolicShape } from '../shapes/fact';

/** Operators whose output shape is a value of their operands. */
const SHAPE_FROM_VALUES = new Set([
  'Reshape',
  'Expand',
  'Tile',
  'Slice',
  'Resize',
  'Upsample',
  'Pad',
  'ConstantOfShape',
  'Range',
  'TopK',
  'OneHot',
]);

/**
 * Which activations have a shape that the runtime knows before it runs, so that its planner can compare it: numbers and plain symbols, not what follows
 * from arithmetic on symbols or from shapes computed in the graph. `symbolicShape`: shapes in the model's own symbols.
 */
export function comparableShapes(
  graph: Graph,
  order: readonly NodeId[],
  symbolicShape: (tensor: TensorId) => SymbolicShape | undefined,
): (tensor: TensorId) => boolean {
  const isUnknown = new Uint8Array(graph.tensors.count);
  const { ops, outputStart, outputs } = graph.nodes;
  for (const node of order) {
    const inherits = readsUnknown(graph, node, isUnknown, SHAPE_FROM_VALUES.has(ops[node] ?? ''));
    for (let slot = outputStart[node] ?? 0; slot < (outputStart[node + 1] ?? 0); slot++) {
      const tensor = outputs[slot] ?? NONE;
      if (tensor === NONE || isDeclared(graph, tensor)) continue;
      const shape = symbolicShape(tensor);
      if (shape === undefined || !shape.every(isPlain) || (inherits && !shape.every(dim => typeof dim === 'number'))) isUnknown[tensor] = 1;
    }
  }
  return tensor => isUnknown[tensor] === 0;
}

/** Whether a node's shape rests on an operand of unknown shape, or, where shapes are values, on a value computed in the graph. */
function readsUnknown(graph: Graph, node: NodeId, isUnknown: Uint8Array, fromValues: boolean): boolean {
  const { inputStart, inputs } = graph.nodes;
  const start = inputStart[node] ?? 0;
  for (let slot = start; slot < (inputStart[node + 1] ?? start); slot++) {
    const tensor = inputs[slot] ?? NONE;
    if (tensor === NONE) continue;
    if (isUnknown[tensor] === 1 || (fromValues && slot > start && graph.tensors.weights[tensor] === undefined)) return true;
  }
  return false;
}

function isDeclared(graph: Graph, tensor: TensorId): boolean {
  const type = graph.tensors.declaredTypes[tensor];
  return type?.kind === 'tensor' && type.shape !== undefined && type.shape.every(dim => dim !== undefined && dim !== '');
}

function isPlain(dim: SymbolicDim): boolean {
  if (typeof dim === 'number') return true;
  const [term] = dim?.terms ?? [];
  return (
    dim?.constant === 0 &&
    dim.terms.length === 1 &&
    term?.coefficient === 1 &&
    term.factors.length === 1 &&
    term.factors[0]?.kind === 'symbol'
  );
}
