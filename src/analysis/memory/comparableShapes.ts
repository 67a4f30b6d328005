import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
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
  for (const node of order) {
    const inputs = nodeInputs(graph, node);
    const computed =
      SHAPE_FROM_VALUES.has(graph.nodes.ops[node] ?? '') &&
      inputs.subarray(1).some(tensor => tensor !== NONE && graph.tensors.weights[tensor] === undefined);
    const inherited = computed || inputs.some(tensor => tensor !== NONE && isUnknown[tensor] === 1);
    for (const tensor of nodeOutputs(graph, node)) {
      if (tensor === NONE || isDeclared(graph, tensor)) continue;
      const shape = symbolicShape(tensor);
      if (shape === undefined || !shape.every(isPlain) || (inherited && !shape.every(dim => typeof dim === 'number')))
        isUnknown[tensor] = 1;
    }
  }
  return tensor => isUnknown[tensor] === 0;
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
