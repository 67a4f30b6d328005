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
 * runtime's fusions; what the NCHWc layout renames is found through `<tensor>_nchwc`, the name of the convolution (onnxruntime, core/optimizer/nchwc_transformer.cc).
 */
export function tensorAliases(original: Graph, optimized: Graph): Int32Array {
  const aliases = Int32Array.from({ length: optimized.tensors.count }, (_, tensor) =>
    tensorByName(original, optimized.tensors.names[tensor] ?? ''),
  );
  const { firstNode, nodeCount } = mainGraph(optimized);
  for (let node = firstNode; node < firstNode + nodeCount; node++) {
    const output = nodeOutput(optimized, node, 0);
    if (output === NONE || aliases[output] !== NONE) continue;
    aliases[output] = isConversion(optimized, node)
      ? (aliases[nodeInput(optimized, node, 0)] ?? NONE)
      : (reorderedOutput(optimized, aliases, output) ?? layoutTensor(original, optimized, node));
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
