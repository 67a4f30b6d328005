import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeInput } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import { basisCode, type Column } from '../../shared/report/column';
import { firstReader, storedSource } from '../cost/firstReader';
import type { ZeroCount } from '../cost/countZeros';
import { operandTable } from '../cost/operandTable';

/** Operands of contractions that are multiplied, by operator; the others have none that could be zero. */
const FACTORS = operandTable([
  ['Conv ConvTranspose FusedConv DeformConv ConvInteger Attention', [1]],
  ['MatMul Gemm FusedMatMul FusedGemm MatMulInteger MatMulIntegerToFloat DynamicQuantizeMatMul Einsum', [0, 1]],
  ['LSTM GRU RNN', [1, 2]],
  ['QLinearConv', [3]],
  ['QLinearMatMul QGemm', [0, 3]],
]);
const PACKED: ReadonlySet<string> = new Set(['MatMulNBits', 'MatMulBnb4']);

/**
 * Node columns of what only the values of weights tell: `zeroSparsity`, the share of parameters that are exactly zero (docs/counting.md), with the two sums it is
 * the ratio of, each weight at its first reader; and `effectiveMacs`, the MACs less those that multiply a zero of a weight, an estimate: zeros are taken to be spread
 * evenly, and no kernel of the runtime leaves them out.
 */
export function sparsityColumns(graph: Graph, analysis: Analysis, zeros: readonly (ZeroCount | undefined)[]): readonly Column[] {
  const { elements, zero, isSampled } = parameterZeros(graph, zeros);
  const effective = effectiveMacs(graph, analysis, zeros);
  const basis = (values: Float64Array, isEstimate: (node: NodeId) => boolean): Uint8Array =>
    Uint8Array.from(values, (value, node) => basisCode(Number.isNaN(value) ? 'none' : isEstimate(node) ? 'estimated' : 'exact'));
  const shares = zero.map((count, node) => (elements[node] === 0 ? Number.NaN : count / (elements[node] ?? Number.NaN)));
  const common = { axis: 'node', scale: 'linear', direction: 'high-is-hot' } as const;
  const sum = { kind: 'sum' } as const;
  const fromSample = (node: NodeId): boolean => isSampled[node] === 1;
  return [
    { ...common, id: 'zeroWeights', title: 'Zero weights', unit: 'count', values: zero, basis: basis(zero, fromSample), aggregation: sum },
    {
      ...common,
      id: 'readWeights',
      title: 'Weights read',
      unit: 'count',
      values: elements,
      basis: basis(elements, () => false),
      aggregation: sum,
    },
    {
      ...{ ...common, id: 'zeroSparsity', title: 'Zeros in weights', unit: 'share', values: shares, basis: basis(shares, fromSample) },
      aggregation: { kind: 'ratio', numerator: 'zeroWeights', denominator: 'readWeights' },
      domain: [0, 1],
    },
    {
      ...{
        ...common,
        id: 'effectiveMacs',
        title: 'Effective MACs',
        unit: 'macs',
        values: effective,
        basis: basis(effective, () => true),
      },
      aggregation: sum,
    },
  ];
}

/** Elements and zeros of the parameters that stand with each node; what was not read is left out. */
function parameterZeros(
  graph: Graph,
  zeros: readonly (ZeroCount | undefined)[],
): { readonly elements: Float64Array; readonly zero: Float64Array; readonly isSampled: Uint8Array } {
  const elements = new Float64Array(graph.nodes.count);
  const zero = new Float64Array(graph.nodes.count);
  const isSampled = new Uint8Array(graph.nodes.count);
  zeros.forEach((count, tensor) => {
    const reader = count === undefined ? NONE : firstReader(graph, tensor);
    if (count === undefined || reader === NONE) return;
    elements[reader] = (elements[reader] ?? 0) + count.elements;
    zero[reader] = (zero[reader] ?? 0) + count.zeros;
    if (count.isSampled) isSampled[reader] = 1;
  });
  return { elements, zero, isSampled };
}

function effectiveMacs(graph: Graph, analysis: Analysis, zeros: readonly (ZeroCount | undefined)[]): Float64Array {
  const macs = analysis.columns.find(({ id }) => id === 'macs')?.values ?? new Float64Array();
  return macs.map((value, node) => (value > 0 ? value * (1 - zeroShareOfFactors(graph, node, zeros)) : value));
}

/** Share of zeros among the stored operands of a contraction; 0 where all are activations, NaN where one was not read. */
function zeroShareOfFactors(graph: Graph, node: NodeId, zeros: readonly (ZeroCount | undefined)[]): number {
  const op = graph.nodes.ops[node] ?? '';
  if (PACKED.has(op)) return Number.NaN;
  const stored = (FACTORS.get(op) ?? [])
    .map((slot): TensorId => storedSource(graph, nodeInput(graph, node, slot)))
    .filter(tensor => tensor !== NONE);
  if (stored.length === 0) return 0;
  const sumOf = (value: (count: ZeroCount) => number): number =>
    stored.reduce((sum, tensor) => sum + (zeros[tensor] === undefined ? Number.NaN : value(zeros[tensor])), 0);
  const elements = sumOf(count => count.elements);
  return elements === 0 ? 0 : sumOf(count => count.zeros) / elements;
}
