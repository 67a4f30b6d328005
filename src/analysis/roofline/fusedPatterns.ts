import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInput, nodeOutput, producerOf } from '../../shared/graph/traversal';
import type { DerivedValues } from '../derivedValues';

/** Looks at one node and returns the nodes that run in its kernel, itself apart; empty when the pattern is not there. */
type Pattern = (graph: Graph, derived: DerivedValues, node: NodeId) => readonly NodeId[];

/**
 * Patterns of several nodes that the runtime turns into one kernel, by the operator in their middle, which leads (gelu_fusion.cc, fast_gelu_fusion.cc,
 * quick_gelu_fusion.cc, layer_norm_fusion.cc, skip_layer_norm_fusion.cc, matmul_scale_fusion.cc, matmul_transpose_fusion.cc).
 */
const PATTERNS: ReadonlyMap<string, Pattern> = new Map([
  ['Erf', gelu],
  ['Tanh', fastGelu],
  ['Sigmoid', quickGelu],
  ['Sqrt', layerNormalization],
  ['LayerNormalization', skipLayerNormalization],
  ['MatMul', scaledProduct],
]);

/** Sets the leaders of all nodes in such patterns and returns these nodes, without products, which may still take in what follows them. */
export function claimPatterns(graph: Graph, derived: DerivedValues, leaders: Int32Array): ReadonlySet<NodeId> {
  const claimed = new Set<NodeId>();
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    const pattern = graph.nodes.domains[node] === '' ? PATTERNS.get(graph.nodes.ops[node] ?? '') : undefined;
    const members = pattern?.(graph, derived, node) ?? [];
    if (members.length === 0 || [node, ...members].some(member => claimed.has(member))) continue;
    for (const member of members) leaders[member] = node;
    for (const member of isOp(graph, node, 'MatMul') ? members : [node, ...members]) claimed.add(member);
  }
  for (const node of dequantizers(graph)) claimDequantizer(graph, node, leaders, claimed);
  return claimed;
}

function dequantizers(graph: Graph): readonly NodeId[] {
  const nodes = Array.from({ length: mainGraph(graph).nodeCount }, (_, node) => node);
  return nodes.filter(node => graph.nodes.ops[node] === 'DequantizeLinear');
}

/** In a QDQ model the integer kernel reads what its DequantizeLinear would have read. */
function claimDequantizer(graph: Graph, node: NodeId, leaders: Int32Array, claimed: Set<NodeId>): void {
  const reader = consumersOf(graph, nodeOutput(graph, node, 0))[0] ?? NONE;
  if (reader === NONE || reader >= leaders.length) return;
  leaders[node] = reader;
  claimed.add(node);
}

/** x · 0.5 · (1 + erf(x / √2)), in either order of the last products. */
function gelu(graph: Graph, derived: DerivedValues, erf: NodeId): readonly NodeId[] {
  const scale = producerOf(graph, nodeInput(graph, erf, 0));
  const add = reader(graph, erf, 'Add');
  const product = reader(graph, add, 'Mul');
  const last = reader(graph, product, 'Mul');
  if (!isOp(graph, scale, 'Div', 'Mul') || product === NONE) return [];
  const half =
    last === NONE ? producersOf(graph, product).find(node => isOp(graph, node, 'Mul') && hasConstant(graph, derived, node)) : last;
  return half === undefined ? [] : [scale, add, product, half];
}

/** 0.5 · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))). */
function fastGelu(graph: Graph, derived: DerivedValues, tanh: NodeId): readonly NodeId[] {
  const scale = producerOf(graph, nodeInput(graph, tanh, 0));
  const sum = producersOf(graph, scale).find(node => isOp(graph, node, 'Add')) ?? NONE;
  const term = producersOf(graph, sum).find(node => isOp(graph, node, 'Mul') && hasConstant(graph, derived, node)) ?? NONE;
  const cube = producersOf(graph, term).find(node => isOp(graph, node, 'Pow', 'Mul')) ?? NONE;
  const add = reader(graph, tanh, 'Add');
  const product = reader(graph, add, 'Mul');
  if ([sum, term, cube, product].includes(NONE)) return [];
  const half = producersOf(graph, product).find(node => isOp(graph, node, 'Mul') && hasConstant(graph, derived, node));
  const last = half ?? reader(graph, product, 'Mul');
  return [scale, sum, term, cube, add, product, ...(last === NONE ? [] : [last])];
}

/** x · sigmoid(x). */
function quickGelu(graph: Graph, _derived: DerivedValues, sigmoid: NodeId): readonly NodeId[] {
  const x = nodeInput(graph, sigmoid, 0);
  const product = reader(graph, sigmoid, 'Mul');
  if (product === NONE) return [];
  return nodeInput(graph, product, 0) === x || nodeInput(graph, product, 1) === x ? [product] : [];
}

/** (x − mean) / √(variance + ε) · scale + shift, as exporters wrote it before opset 17. */
function layerNormalization(graph: Graph, derived: DerivedValues, sqrt: NodeId): readonly NodeId[] {
  const epsilon = producerOf(graph, nodeInput(graph, sqrt, 0));
  const variance = producersOf(graph, epsilon).find(node => isOp(graph, node, 'ReduceMean')) ?? NONE;
  const square = producersOf(graph, variance).find(node => isOp(graph, node, 'Pow', 'Mul')) ?? NONE;
  const difference = producersOf(graph, square).find(node => isOp(graph, node, 'Sub')) ?? NONE;
  const mean = producersOf(graph, difference).find(node => isOp(graph, node, 'ReduceMean')) ?? NONE;
  const quotient = reader(graph, sqrt, 'Div');
  if ([mean, quotient].includes(NONE)) return [];
  const scale = reader(graph, quotient, 'Mul');
  const shift = scale !== NONE && hasConstant(graph, derived, scale) ? reader(graph, scale, 'Add') : NONE;
  return [mean, difference, square, variance, epsilon, quotient, scale, shift].filter(node => node !== NONE);
}

/** A residual sum that is normalized; the sum may be read elsewhere too. */
function skipLayerNormalization(graph: Graph, derived: DerivedValues, normalization: NodeId): readonly NodeId[] {
  const sum = producerOf(graph, nodeInput(graph, normalization, 0));
  return isOp(graph, sum, 'Add') && !hasConstant(graph, derived, sum) ? [sum] : [];
}

/** Products of activations take in a scalar factor before or behind them, and a transposition of the last two axes. */
function scaledProduct(graph: Graph, derived: DerivedValues, product: NodeId): readonly NodeId[] {
  if (derived.isConstant(nodeInput(graph, product, 1))) return [];
  const before = producersOf(graph, product).filter(
    node => reader(graph, node, 'MatMul') === product && (isScale(graph, derived, node) || swapsLastAxes(graph, node)),
  );
  const after = [reader(graph, product, 'Mul'), reader(graph, product, 'Div')].filter(
    node => node !== NONE && isScale(graph, derived, node),
  );
  return [...before, ...after];
}

function isScale(graph: Graph, derived: DerivedValues, node: NodeId): boolean {
  return isOp(graph, node, 'Mul', 'Div') && hasConstant(graph, derived, node);
}

function swapsLastAxes(graph: Graph, node: NodeId): boolean {
  if (!isOp(graph, node, 'Transpose')) return false;
  const perm = graph.nodes.attributes(node).get('perm');
  if (perm?.kind !== 'ints') return false;
  const axes = Array.from(perm.values, Number);
  const rank = axes.length;
  return rank >= 2 && axes.every((axis, at) => axis === (at === rank - 1 ? rank - 2 : at === rank - 2 ? rank - 1 : at));
}

function isOp(graph: Graph, node: NodeId, ...ops: readonly string[]): boolean {
  return node !== NONE && graph.nodes.domains[node] === '' && ops.includes(graph.nodes.ops[node] ?? '');
}

function hasConstant(graph: Graph, derived: DerivedValues, node: NodeId): boolean {
  return [0, 1].some(index => derived.isConstant(nodeInput(graph, node, index)));
}

function producersOf(graph: Graph, node: NodeId): readonly NodeId[] {
  if (node === NONE) return [];
  return [0, 1].map(index => producerOf(graph, nodeInput(graph, node, index))).filter(producer => producer !== NONE);
}

/** The only reader of a node's output when it is this operator. */
function reader(graph: Graph, node: NodeId, op: string): NodeId {
  if (node === NONE) return NONE;
  const readers = consumersOf(graph, nodeOutput(graph, node, 0));
  const only = readers.length === 1 ? (readers[0] ?? NONE) : NONE;
  return isOp(graph, only, op) ? only : NONE;
}
