import { constantWeight } from '../../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../../shared/graph/graph';
import { isLinearOp, type LinearLayer } from '../../../shared/graph/linearLayer';
import { floatAttribute, intAttribute, intsAttribute } from '../../../shared/graph/nodeAttributes';
import { consumersOf, mainGraph, nodeInput, producerOf } from '../../../shared/graph/traversal';
import type { LayerPlan } from '../../../shared/report/passDescription';
import { LEFT_OUT, skippedLayer } from '../../layerPlans';
import type { PassInput } from '../../pass';
import { readableLayer } from '../../readableLayer';
import { whyUnreadable } from '../../whyUnreadable';

/** A layer whose weight can be stored in fewer bits, seen as [rows, depth]: one row per output channel, or per entry of a table. */
export interface WeightTarget {
  /** `tied`: a MatMul or Gemm that reads, transposed, the table of an embedding. */
  readonly kind: 'product' | 'convolution' | 'embedding' | 'tied';
  readonly node: NodeId;
  readonly weight: TensorId;
  readonly dims: readonly number[];
  readonly rows: number;
  readonly depth: number;
  /** Absent for an embedding and a MatMul that is tied to it. */
  readonly layer?: LinearLayer;
}

export interface WeightTargets {
  readonly targets: readonly WeightTarget[];
  readonly skipped: readonly LayerPlan[];
}

/** Below this, what is saved is eaten up by the nodes and names that are added. */
const FEWEST_WEIGHTS = 512;

/** Layers of the main graph with a weight worth storing in fewer bits, and why the others are none. */
export function weightTargets(input: PassInput): WeightTargets {
  const { graph } = input;
  const targets: WeightTarget[] = [];
  const skipped: LayerPlan[] = [];
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    const found = targetOf(input, graph, node);
    if (typeof found === 'string') skipped.push(skippedLayer(graph, node, found));
    else if (found !== undefined) targets.push(found);
  }
  return { targets, skipped };
}

/** The weight of a node as a target, the reason why it is none, or `undefined` for what is no layer with weights. */
export function weightTargetOf(graph: Graph, node: NodeId): WeightTarget | string | undefined {
  return isLinearOp(graph, node) ? linearTarget(graph, node) : embeddingTarget(graph, node);
}

/** The same for weights that are chosen and large enough. */
function targetOf(input: PassInput, graph: Graph, node: NodeId): WeightTarget | string | undefined {
  const target = weightTargetOf(graph, node);
  if (target === undefined || typeof target === 'string') return target;
  if (!input.selects(graph, node)) return LEFT_OUT;
  if (target.rows * target.depth < FEWEST_WEIGHTS)
    return `its weight is so small (${target.dims.join('×')}) that the file would hardly shrink`;
  return target;
}

function linearTarget(graph: Graph, node: NodeId): WeightTarget | string {
  const layer = readableLayer(graph, node);
  if (!layer.ok) return tiedTarget(graph, node) ?? layer.error;
  const { weight, weightDims: dims, channels: rows, op } = layer.value;
  const depth = dims.reduce((product, dim) => product * dim, 1) / rows;
  const kind = op === 'Conv' ? 'convolution' : isTiedGemm(graph, layer.value) ? 'tied' : 'product';
  return { kind, node, weight, dims, rows, depth, layer: layer.value };
}

/** A Gemm that reads the table of a Gather by `transB`, and changes it by no factor. */
function isTiedGemm(graph: Graph, { node, op, weight, channelAxis }: LinearLayer): boolean {
  const isPlain = ['alpha', 'beta'].every(name => floatAttribute(graph, node, name, 1) === 1);
  return op === 'Gemm' && channelAxis === 0 && isPlain && tableOf(graph, weight) !== undefined;
}

/** The table that a tensor is, if a Gather picks rows of it. */
function tableOf(graph: Graph, tensor: TensorId): WeightTarget | undefined {
  for (const reader of consumersOf(graph, tensor)) {
    const table = embeddingTarget(graph, reader);
    if (typeof table === 'object' && table.weight === tensor) return table;
  }
  return undefined;
}

/** A MatMul with the transposed table of a Gather. */
function tiedTarget(graph: Graph, node: NodeId): WeightTarget | undefined {
  if (graph.nodes.ops[node] !== 'MatMul') return undefined;
  const transpose = producerOf(graph, nodeInput(graph, node, 1));
  if (transpose === NONE || graph.nodes.ops[transpose] !== 'Transpose' || graph.nodes.domains[transpose] !== '') return undefined;
  if ((intsAttribute(graph, transpose, 'perm') ?? [1, 0]).join() !== '1,0') return undefined;
  const table = tableOf(graph, nodeInput(graph, transpose, 0));
  return table && { ...table, kind: 'tied', node };
}

/** A table that Gather picks rows from. */
function embeddingTarget(graph: Graph, node: NodeId): WeightTarget | string | undefined {
  if (graph.nodes.ops[node] !== 'Gather' || graph.nodes.domains[node] !== '') return undefined;
  const weight = nodeInput(graph, node, 0);
  const stored = constantWeight(graph, weight);
  const [rows = 0, depth = 0] = stored?.dims ?? [];
  if (stored?.dtype !== 'float32' || stored.dims.length !== 2 || rows * depth === 0) return undefined;
  if (![0, -2].includes(intAttribute(graph, node, 'axis', 0))) return 'it picks columns, not rows, of its table';
  const reason = whyUnreadable(stored);
  if (reason !== undefined) return `its table cannot be read: ${reason}`;
  return { kind: 'embedding', node, weight, dims: stored.dims, rows, depth };
}
