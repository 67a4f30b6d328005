import { assertNever } from '../../shared/base/assertNever';
import { tensorBytes } from '../../shared/graph/dtype';
import { MAIN_GRAPH, NONE, type Graph } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import { firstReader } from './firstReader';
import { WeightRoles, type WeightRole } from './weightRoles';

/** Stored values of a model, each name once. */
export interface WeightCounts {
  /** Elements of float initializers, without BatchNorm statistics and without scales. */
  readonly params: number;
  /** Float elements in Constant nodes. */
  readonly constantParams: number;
  /** Logical elements stored below 16 bit. */
  readonly quantizedParams: number;
  readonly batchNormStats: number;
  /** Bytes of everything that takes part in arithmetic: all of the above, scales, zero points and integer biases; shape constants and small float Constants left out. */
  readonly weightBytes: number;
  /** Elements of the same kinds stored in bodies of control flow and functions. */
  readonly subgraphParams: number;
  /** Per node: parameters (constants and quantized ones included) and bytes, each weight at its first reader. */
  readonly nodeParams: Float64Array;
  readonly nodeWeightBytes: Float64Array;
}

/** Constant nodes of up to this many floats are helpers of the exporter (an epsilon, the scales of a Resize), no weights. */
export const MAX_HELPER_ELEMENTS = 16;

export function countWeights(graph: Graph): WeightCounts {
  const sums = { params: 0, constantParams: 0, quantizedParams: 0, batchNormStats: 0, weightBytes: 0, subgraphParams: 0 };
  const roles = new WeightRoles(graph);
  const nodeParams = new Float64Array(graph.nodes.count);
  const nodeWeightBytes = new Float64Array(graph.nodes.count);
  graph.tensors.weights.forEach((weight, tensor) => {
    if (weight === undefined) return;
    const role = roles.roleOf(tensor, weight);
    const elements = roles.elementsOf(tensor, weight);
    const bytes = role === 'shape' ? 0 : tensorBytes(weight.dtype, elementCount(weight.dims) ?? 0);
    const counted = role === 'parameter' || role === 'constant' || role === 'quantized' ? elements : 0;
    if (graph.tensors.subgraphs[tensor] === MAIN_GRAPH) {
      sums.weightBytes += role === 'constant' && elements <= MAX_HELPER_ELEMENTS ? 0 : bytes;
      addToTotal(sums, role, elements);
    } else sums.subgraphParams += counted;
    const reader = firstReader(graph, tensor);
    if (reader === NONE) return;
    nodeParams[reader] = (nodeParams[reader] ?? 0) + counted;
    nodeWeightBytes[reader] = (nodeWeightBytes[reader] ?? 0) + bytes;
  });
  return { ...sums, nodeParams, nodeWeightBytes };
}

function addToTotal(
  sums: { params: number; constantParams: number; quantizedParams: number; batchNormStats: number },
  role: WeightRole,
  elements: number,
): void {
  switch (role) {
    case 'parameter':
      sums.params += elements;
      return;
    case 'constant':
      sums.constantParams += elements;
      return;
    case 'quantized':
      sums.quantizedParams += elements;
      return;
    case 'statistics':
      sums.batchNormStats += elements;
      return;
    case 'bias':
    case 'metadata':
    case 'shape':
      return;
    default:
      assertNever(role);
  }
}
