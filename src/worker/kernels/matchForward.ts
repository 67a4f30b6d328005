import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, nodeInputs, nodeOutput, nodeOutputs, producerOf } from '../../shared/graph/traversal';

/** Operators that the runtime moves other operators across (transpose_optimization) or that only hand a value on. */
const TRANSPARENT = new Set(['Transpose', 'Reshape', 'Squeeze', 'Unsqueeze', 'Cast', 'Identity', 'QuantizeLinear', 'DequantizeLinear']);

const ACTIVATION_PARTS = new Set([
  'Identity',
  'Cast',
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Erf',
  'Pow',
  'Tanh',
  'Sigmoid',
  'Sqrt',
  'Gelu',
  'Swish',
]);
const NORM_PARTS = new Set([
  ...['Identity', 'ReduceMean', 'Sub', 'Pow', 'Mul', 'Add', 'Sqrt', 'Div', 'Cast', 'Reciprocal'],
  ...['LayerNormalization', 'RMSNormalization'],
]);
/** Kernels that stand for several operators, with the operators that they may stand for. */
const FUSED_PARTS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...['Gelu', 'QuickGelu', 'FastGelu', 'BiasGelu'].map(op => [op, ACTIVATION_PARTS] as const),
  ...['LayerNormalization', 'SkipLayerNormalization', 'SimplifiedLayerNormalization', 'SkipSimplifiedLayerNormalization'].map(
    op => [op, NORM_PARTS] as const,
  ),
]);
const RENAMED: ReadonlyMap<string, string> = new Map([['Upsample', 'Resize']]);
/** Longest decomposition there is: layer normalization with casts. */
const MOST_PARTS = 12;
const MOST_STEPS = 64;

/**
 * The tensor of the original that a kernel makes under a name of the runtime's own, told by what the kernel reads: the result of the operator of that kind
 * whose operands are all known inputs of the kernel, apart from changes of layout on the way. `NONE` when there is no such operator.
 * `known`: original tensors that the kernel reads; `isTaken`: original tensors that another kernel makes.
 */
export function matchForward(
  original: Graph,
  kernel: { readonly op: string; readonly weights: ReadonlySet<string> },
  known: readonly TensorId[],
  isTaken: (tensor: TensorId) => boolean,
): TensorId {
  const parts = FUSED_PARTS.get(kernel.op);
  if (parts !== undefined) return endOfFused(original, known, parts, isTaken);
  const op = RENAMED.get(kernel.op) ?? kernel.op.replace(/^(QLinear|Nhwc)/, '');
  const candidates = readersAcrossLayouts(original, known).filter(
    node => original.nodes.ops[node] === op && !isTaken(nodeOutput(original, node, 0)),
  );
  const score = (node: NodeId): number =>
    [...nodeInputs(original, node)].filter(tensor => kernel.weights.has(original.tensors.names[tensor] ?? '')).length;
  const best = candidates.reduce<NodeId>((chosen, node) => (chosen === NONE || score(node) > score(chosen) ? node : chosen), NONE);
  return best === NONE ? NONE : nodeOutput(original, best, 0);
}

/** Nodes all of whose computed operands come from `known`, across changes of layout. */
function readersAcrossLayouts(original: Graph, known: readonly TensorId[]): readonly NodeId[] {
  const reached = new Set(known);
  const readers = new Set<NodeId>();
  const waiting = [...known];
  for (let tensor = waiting.shift(); tensor !== undefined && readers.size < MOST_STEPS; tensor = waiting.shift()) {
    for (const node of consumersOf(original, tensor)) {
      readers.add(node);
      const output = nodeOutput(original, node, 0);
      if (!TRANSPARENT.has(original.nodes.ops[node] ?? '') || output === NONE || reached.has(output)) continue;
      reached.add(output);
      waiting.push(output);
    }
  }
  return [...readers].filter(node => readsOnly(original, node, reached));
}

/** The last result that follows from `known` by operators of `parts` alone. */
function endOfFused(
  original: Graph,
  known: readonly TensorId[],
  parts: ReadonlySet<string>,
  isTaken: (tensor: TensorId) => boolean,
): TensorId {
  const reached = new Set(known);
  const waiting = known.flatMap(tensor => [...consumersOf(original, tensor)]);
  const inside = new Set<NodeId>();
  let end: TensorId = NONE;
  for (let node = waiting.shift(); node !== undefined && inside.size < MOST_PARTS; node = waiting.shift()) {
    const output = nodeOutput(original, node, 0);
    if (inside.has(node) || output === NONE || isTaken(output)) continue;
    if (!parts.has(original.nodes.ops[node] ?? '') || !readsOnly(original, node, reached)) continue;
    inside.add(node);
    reached.add(output);
    end = output;
    for (const reader of consumersOf(original, output)) waiting.push(reader);
  }
  return end;
}

function readsOnly(original: Graph, node: NodeId, reached: ReadonlySet<TensorId>): boolean {
  return [...nodeInputs(original, node)].every(
    tensor =>
      tensor === NONE || reached.has(tensor) || original.tensors.weights[tensor] !== undefined || isConstantOutput(original, tensor),
  );
}

function isConstantOutput(original: Graph, tensor: TensorId): boolean {
  const producer = producerOf(original, tensor);
  return producer !== NONE && [...nodeInputs(original, producer)].length === 0 && [...nodeOutputs(original, producer)].length === 1;
}
