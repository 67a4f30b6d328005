import { NONE, type Graph, type NodeId, type Subgraph, type SubgraphId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, nodeInput, nodeInputs, nodeOutput, nodeOutputs, producerOf, tensorByName } from '../../shared/graph/traversal';
import { matchForward } from './matchForward';

/** Kernels that only change the layout or place of a tensor, put in by the runtime. */
const LAYOUT_OPS = new Set(['ReorderInput', 'ReorderOutput', 'MemcpyToHost', 'MemcpyFromHost']);
/** Operators that hand a value on in another type or layout; inserted ones have outputs that the original does not know. */
const CONVERSIONS = new Set([...LAYOUT_OPS, 'Cast', 'Transpose', 'QuantizeLinear', 'DequantizeLinear', 'Identity']);
/** Fourth input of the runtime's fused convolution: what is added to its result. */
const SUM_INPUT = 3;

/** Whether a node of the optimized graph is known to be the runtime's own, whatever its output is called. */
export function isLayoutChange(optimized: Graph, node: NodeId): boolean {
  return LAYOUT_OPS.has(optimized.nodes.ops[node] ?? '') || isBlockedReshape(optimized, node);
}

/** A change back to the plain layout, or of the blocks that were split for an operator with other shapes. */
export function isLayoutRestored(optimized: Graph, node: NodeId): boolean {
  if (optimized.nodes.ops[node] === 'ReorderOutput') return true;
  return isBlockedReshape(optimized, node) && isTokenOf('reshape', optimized, nodeInput(optimized, node, 0));
}

export function isConversion(optimized: Graph, node: NodeId): boolean {
  return CONVERSIONS.has(optimized.nodes.ops[node] ?? '') || isBlockedReshape(optimized, node);
}

/** Reshapes that show the blocks of the NCHWc layout as a dimension of their own to an operator that knows no layouts (nchwc_transformer.cc). */
function isBlockedReshape(optimized: Graph, node: NodeId): boolean {
  if (optimized.nodes.ops[node] !== 'Reshape') return false;
  const [from, to] = [nodeInput(optimized, node, 0), nodeOutput(optimized, node, 0)];
  const isBlocked = (tensor: TensorId): boolean => isTokenOf('reorder', optimized, tensor) || isTokenOf('reshape', optimized, tensor);
  return isBlocked(from) && isBlocked(to);
}

/** Whether the runtime named the tensor itself: `reorder`, `reorder_token_38`. */
function isTokenOf(stem: string, optimized: Graph, tensor: TensorId): boolean {
  return new RegExp(`^${stem}(_token_\\d+)?$`).test(optimized.tensors.names[tensor] ?? '');
}

/** A scope of the original (the main graph, a body) and the same one in the runtime's optimized graph. */
export interface ScopePair {
  readonly original: Subgraph;
  readonly optimized: Subgraph;
}

/**
 * Notes in `aliases` which tensor of the original each tensor of a scope of the runtime's optimized graph stands for; those that stand for none stay `NONE`. Names
 * of tensors survive the runtime's fusions; what the NCHWc layout renames is found through `<tensor>_nchwc`, the name of the convolution (onnxruntime,
 * core/optimizer/nchwc_transformer.cc), what its channels-last copies rename through `<node>_token_<number>`, their name (core/optimizer/transpose_optimization).
 * `tensors`: those of the optimized scope.
 */
export function aliasTensors({ original, optimized }: Graphs, scope: ScopePair, tensors: readonly TensorId[], aliases: Int32Array): void {
  for (const tensor of tensors) aliases[tensor] = tensorByName(original, optimized.tensors.names[tensor] ?? '', scope.original.id);
  const byName = uniqueNames(original, scope.original);
  const taken = new Set(tensors.map(tensor => aliases[tensor]!));
  const known = { aliases, byName, taken, scope: scope.original.id };
  const { firstNode, nodeCount } = scope.optimized;
  for (let node = firstNode; node < firstNode + nodeCount; node++) {
    const output = nodeOutput(optimized, node, 0);
    if (output === NONE || aliases[output] !== NONE) continue;
    const passedOn = isConversion(optimized, node) ? (aliases[nodeInput(optimized, node, 0)] ?? NONE) : NONE;
    const reordered = passedOn === NONE ? reorderedOutput(original, optimized, aliases, output) : undefined;
    const found = reordered ?? (passedOn === NONE ? madeTensor(original, optimized, node, known) : NONE);
    aliases[output] = found === NONE ? passedOn : found;
    if (found !== NONE) taken.add(found);
  }
}

export interface Graphs {
  readonly original: Graph;
  /** As the runtime writes it after its optimizations. */
  readonly optimized: Graph;
}

interface KnownTensors {
  readonly aliases: Int32Array;
  /** Nodes of the scope. */
  readonly byName: ReadonlyMap<string, NodeId>;
  /** Original tensors that some kernel is known to make. */
  readonly taken: ReadonlySet<TensorId>;
  /** Of the original. */
  readonly scope: SubgraphId;
}

/** What a kernel makes whose output the runtime named itself: by the layout's names, by the node's own name, by what it reads. */
function madeTensor(original: Graph, optimized: Graph, node: NodeId, { aliases, byName, taken, scope }: KnownTensors): TensorId {
  const inLayout = layoutTensor(original, optimized, node, scope);
  if (inLayout !== NONE) return inLayout;
  const op = optimized.nodes.ops[node] ?? '';
  const namesake = nameSake(original, optimized, node, byName);
  if (namesake !== NONE && !taken.has(namesake)) return namesake;
  const inputs = [...nodeInputs(optimized, node)].filter(tensor => tensor !== NONE);
  const known = inputs.flatMap(tensor => (aliases[tensor] === NONE ? [] : [aliases[tensor]!]));
  const weights = new Set(inputs.map(tensor => optimized.tensors.names[tensor] ?? ''));
  // What another body makes of the same values is none of this one's.
  return matchForward(original, { op, weights }, known, tensor => taken.has(tensor) || original.tensors.subgraphs[tensor] !== scope);
}

/** The runtime's names for a node that takes in the one before the slash: `<name>/QuickGeluFusion/`. */
const FUSION_NAME = /^([^]+?)\/(QuickGelu|Gelu|FastGelu|BiasGelu)Fusion\/?[^/]*$/;

/** Result of the original node whose name a kernel bears, where the operator is the same or the name says that it was fused or copied. */
function nameSake(original: Graph, optimized: Graph, node: NodeId, byName: ReadonlyMap<string, NodeId>): TensorId {
  const name = optimized.nodes.names[node] ?? '';
  const fusedName = FUSION_NAME.exec(name)?.[1];
  const copied = /^([^]+)_token_\d+$/.exec(name)?.[1];
  const found = byName.get(fusedName ?? copied ?? name);
  if (found === undefined) return NONE;
  const output = nodeOutput(original, found, 0);
  if (copied !== undefined) return quantizedOutput(original, output);
  return fusedName !== undefined || original.nodes.ops[found] === optimized.nodes.ops[node] ? output : NONE;
}

/** Nodes of a scope by name, those left out that share theirs. */
function uniqueNames(graph: Graph, { firstNode, nodeCount }: Subgraph): ReadonlyMap<string, NodeId> {
  const nodes = new Map<string, NodeId>();
  const shared = new Set<string>(['']);
  for (let node = firstNode; node < firstNode + nodeCount; node++) {
    const name = graph.nodes.names[node] ?? '';
    if (nodes.has(name)) shared.add(name);
    nodes.set(name, node);
  }
  for (const name of shared) nodes.delete(name);
  return nodes;
}

/** A result that is brought back to the plain layout gets its original name there: by a reorder, or by a transposition that the original does not have. */
function reorderedOutput(original: Graph, optimized: Graph, aliases: Int32Array, tensor: TensorId): TensorId | undefined {
  for (const reader of consumersOf(optimized, tensor)) {
    const output = nodeOutput(optimized, reader, 0);
    const further = isBlockedReshape(optimized, reader) ? reorderedOutput(original, optimized, aliases, output) : undefined;
    const alias = further ?? aliases[output];
    if (alias === undefined || alias === NONE) continue;
    const producer = producerOf(original, alias);
    const isNew = optimized.nodes.ops[reader] === 'Transpose' && producer !== NONE && original.nodes.ops[producer] !== 'Transpose';
    if (isNew || isLayoutChange(optimized, reader)) return alias;
  }
  return undefined;
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

function layoutTensor(original: Graph, optimized: Graph, node: NodeId, scope: SubgraphId): TensorId {
  const named = /^([^]*)_nchwc(?:_token_\d+)?$/.exec(optimized.nodes.names[node] ?? '')?.[1];
  let tensor = named === undefined ? NONE : tensorByName(original, named, scope);
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
