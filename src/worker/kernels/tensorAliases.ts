import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInput, nodeInputs, nodeOutput, nodeOutputs, tensorByName } from '../../shared/graph/traversal';

/** Kernels that only change the layout or place of a tensor, put in by the runtime. */
const LAYOUT_OPS = new Set(['ReorderInput', 'ReorderOutput', 'MemcpyToHost', 'MemcpyFromHost']);
/** Operators that hand a value on in another type or layout; inserted ones have outputs that the original does not know. */
const CONVERSIONS = new Set([...LAYOUT_OPS, 'Cast', 'Transpose', 'QuantizeLinear', 'DequantizeLinear', 'Identity']);
/** Fourth input of the runtime's fused convolution: what is added to its result. */
const SUM_INPUT = 3;

/** Whether a node of the optimized graph is known to be the runtime's own, whatever its output is called. */
export function isLayoutChange(optimized: Graph, node: NodeId): boolean {
  return LAYOUT_OPS.has(optimized.nodes.ops[node] ?? '');
}

export function isConversion(optimized: Graph, node: NodeId): boolean {
  return CONVERSIONS.has(optimized.nodes.ops[node] ?? '');
}

/**
 * Which tensor of the original each tensor of the runtime's optimized graph stands for, `NONE` for those that stand for none. Names of tensors survive the
 * runtime's fusions; what the NCHWc layout renames is found through `<tensor>_nchwc`, the name of the convolution (onnxruntime, core/optimizer/nchwc_transformer.cc),
 * what its channels-last copies rename through `<node>_token_<number>`, their name (core/optimizer/transpose_optimization).
 */
export function tensorAliases(original: Graph, optimized: Graph): Int32Array {
  const aliases = Int32Array.from({ length: optimized.tensors.count }, (_, tensor) =>
    tensorByName(original, optimized.tensors.names[tensor] ?? ''),
  );
  const originals = nodesByName(original);
  const { firstNode, nodeCount } = mainGraph(optimized);
  for (let node = firstNode; node < firstNode + nodeCount; node++) {
    const output = nodeOutput(optimized, node, 0);
    if (output === NONE || aliases[output] !== NONE) continue;
    aliases[output] = isConversion(optimized, node)
      ? (aliases[nodeInput(optimized, node, 0)] ?? NONE)
      : (reorderedOutput(optimized, aliases, output) ?? renamedTensor(original, optimized, node, originals));
  }
  return aliases;
}

/** A result that is brought back to the plain layout gets its original name there. */
function reorderedOutput(optimized: Graph, aliases: Int32Array, tensor: TensorId): TensorId | undefined {
  for (const reader of consumersOf(optimized, tensor)) {
    const alias = aliases[nodeOutput(optimized, reader, 0)];
    if (isLayoutChange(optimized, reader) && alias !== undefined && alias !== NONE) return alias;
  }
  return undefined;
}

/** Nodes of the main graph whose name is theirs alone. */
function nodesByName(graph: Graph): ReadonlyMap<string, NodeId> {
  const { firstNode, nodeCount } = mainGraph(graph);
  const nodes = new Map<string, NodeId>();
  for (let node = firstNode; node < firstNode + nodeCount; node++) {
    const name = graph.nodes.names[node] ?? '';
    nodes.set(name, nodes.has(name) ? NONE : node);
  }
  return nodes;
}

function renamedTensor(original: Graph, optimized: Graph, node: NodeId, originals: ReadonlyMap<string, NodeId>): TensorId {
  const tensor = layoutTensor(original, optimized, node);
  if (tensor !== NONE) return tensor;
  const named = /^([^]+)_token_\d+$/.exec(optimized.nodes.names[node] ?? '')?.[1];
  const copied = named === undefined ? NONE : (originals.get(named) ?? NONE);
  return copied === NONE ? NONE : quantizedOutput(original, nodeOutput(original, copied, 0));
}

/** Activations that may stand between an operator and the QuantizeLinear that the runtime fuses with it. */
const MOST_ACTIVATIONS = 2;

/** What QuantizeLinear makes of a tensor that only it reads, else the tensor: a quantized kernel does both. */
function quantizedOutput(original: Graph, tensor: TensorId): TensorId {
  let current = tensor;
  for (let step = 0; step <= MOST_ACTIVATIONS; step++) {
    const [reader, ...others] = consumersOf(original, current);
    if (reader === undefined || others.length > 0) return tensor;
    current = nodeOutput(original, reader, 0);
    if (original.nodes.ops[reader] === 'QuantizeLinear') return current;
  }
  return tensor;
}

function layoutTensor(original: Graph, optimized: Graph, node: NodeId): TensorId {
  const named = /^([^]*)_nchwc(?:_token_\d+)?$/.exec(optimized.nodes.names[node] ?? '')?.[1];
  let tensor = named === undefined ? NONE : tensorByName(original, named);
  if (tensor === NONE) return NONE;
  // The convolution is named before an addition and an activation behind it are fused into it.
  if (nodeInputs(optimized, node).length > SUM_INPUT) tensor = outputOfReader(original, tensor, op => op === 'Add' || op === 'Sum');
  const activation = optimized.nodes.attributes(node).get('activation');
  if (activation?.kind === 'string') tensor = outputOfReader(original, tensor, op => op === activation.value);
  return tensor;
}

function outputOfReader(original: Graph, tensor: TensorId, fits: (op: string) => boolean): TensorId {
  const reader = consumersOf(original, tensor).find(node => fits(original.nodes.ops[node] ?? ''));
  return reader === undefined ? tensor : (nodeOutputs(original, reader)[0] ?? tensor);
}
