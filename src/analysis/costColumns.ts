import { MAIN_GRAPH, NONE, type Graph, type TensorId } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import { uniformColumn, type Aggregation, type Column } from '../shared/report/column';
import type { WeightCounts } from './cost/countWeights';
import { flopsOf, type NodeCost } from './cost/nodeCost';
import { elementCount } from '../shared/graph/shape';
import { tensorBytes } from '../shared/graph/dtype';

export interface ColumnSources {
  readonly costs: readonly NodeCost[];
  readonly weights: WeightCounts;
  /** Live bytes per main-graph node. */
  readonly live: Float64Array;
  readonly bytesOf: (tensor: TensorId) => number;
}

/** Node columns of the static analysis. Positions are node ids: those of the main graph first, then those of bodies and functions, per execution of the body. */
export function costColumns(graph: Graph, { costs, weights, live, bytesOf }: ColumnSources): readonly Column[] {
  const count = graph.nodes.count;
  const main = mainGraph(graph).nodeCount;
  const fill = (valueOf: (node: number) => number): Float64Array => Float64Array.from({ length: count }, (_, node) => valueOf(node));
  const activations = fill(node => activationBytes(graph, node, bytesOf));
  const traffic = fill(node => (isView(graph, node) ? 0 : (activations[node] ?? 0) + readWeightBytes(graph, node, bytesOf)));
  const flops = fill(node => flopsOf(costs[node] ?? { macs: Number.NaN, otherFlops: Number.NaN, transcendentals: Number.NaN }));
  const ratio: Aggregation = { kind: 'ratio', numerator: 'flops', denominator: 'trafficBytes' };
  const column = (
    id: string,
    title: string,
    unit: Column['unit'],
    values: Float64Array,
    aggregation: Aggregation = { kind: 'sum' },
  ): Column =>
    uniformColumn(
      { id, title, unit, axis: 'node', values, aggregation, domain: [0, largest(values, main)], scale: 'linear', direction: 'high-is-hot' },
      'exact',
    );
  return [
    column(
      'macs',
      'MACs',
      'macs',
      fill(node => costs[node]?.macs ?? Number.NaN),
    ),
    column('flops', 'FLOPs', 'flops', flops),
    column(
      'transcendentals',
      'Transcendental operations',
      'count',
      fill(node => costs[node]?.transcendentals ?? Number.NaN),
    ),
    column('params', 'Parameters', 'count', weights.nodeParams),
    column('weightBytes', 'Weight bytes', 'bytes', weights.nodeWeightBytes),
    column('activationBytes', 'Activation bytes', 'bytes', activations),
    column('trafficBytes', 'Bytes moved', 'bytes', traffic),
    intensityColumn(
      fill(node => intensityOf(flops[node] ?? Number.NaN, traffic[node] ?? Number.NaN)),
      ratio,
      main,
    ),
    column(
      'peakBytes',
      'Live bytes',
      'bytes',
      fill(node => (node < main ? (live[node] ?? Number.NaN) : Number.NaN)),
      { kind: 'worst' },
    ),
  ];
}

function intensityColumn(values: Float64Array, aggregation: Aggregation, main: number): Column {
  return uniformColumn(
    {
      id: 'intensity',
      title: 'Arithmetic intensity',
      unit: 'flopPerByte',
      axis: 'node',
      values,
      aggregation,
      domain: [1, Math.max(1, largest(values, main))],
      scale: 'log',
      direction: 'high-is-hot',
    },
    'exact',
  );
}

/** FLOPs per byte moved; 0 for nodes that neither compute nor move anything. */
function intensityOf(flops: number, bytes: number): number {
  return bytes === 0 ? (flops === 0 ? 0 : Number.NaN) : flops / bytes;
}

function largest(values: Float64Array, count: number): number {
  let result = 0;
  for (let index = 0; index < count; index++) if ((values[index] ?? 0) > result) result = values[index] ?? 0;
  return result;
}

/** These hand their operand's memory on. */
const VIEWS = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Identity', 'Dropout', 'Shape', 'Size', 'Constant']);

function isView(graph: Graph, node: number): boolean {
  return VIEWS.has(graph.nodes.ops[node] ?? '') && graph.nodes.domains[node] === '';
}

/** Bytes of the distinct activations that a node reads and writes; weights apart. */
function activationBytes(graph: Graph, node: number, bytesOf: (tensor: TensorId) => number): number {
  if (graph.nodes.ops[node] === 'Constant') return 0;
  const { inputStart, inputs, outputStart, outputs } = graph.nodes;
  const start = inputStart[node] ?? 0;
  const end = inputStart[node + 1] ?? start;
  let sum = 0;
  // Most nodes read two or three tensors, for which looking back is cheaper than a set.
  const seen = end - start > 8 ? new Set<TensorId>() : undefined;
  for (let slot = start; slot < end; slot++) {
    const tensor = inputs[slot] ?? NONE;
    const isRepeated = seen === undefined ? inputs.indexOf(tensor, start) < slot : seen.has(tensor);
    seen?.add(tensor);
    if (tensor !== NONE && !isRepeated && graph.tensors.weights[tensor] === undefined) sum += bytesOf(tensor);
  }
  for (let slot = outputStart[node] ?? 0; slot < (outputStart[node + 1] ?? 0); slot++) {
    const tensor = outputs[slot] ?? NONE;
    if (tensor !== NONE) sum += bytesOf(tensor);
  }
  return sum;
}

/** Operators that read only the rows they need of their first operand. */
const GATHERS = new Set(['Gather', 'GatherND', 'GatherElements', 'GatherBlockQuantized']);

function readWeightBytes(graph: Graph, node: number, bytesOf: (tensor: TensorId) => number): number {
  const { inputStart, inputs, outputStart, outputs } = graph.nodes;
  const start = inputStart[node] ?? 0;
  let sum = 0;
  for (let slot = start; slot < (inputStart[node + 1] ?? start); slot++) {
    const tensor = inputs[slot] ?? NONE;
    const weight = tensor === NONE ? undefined : graph.tensors.weights[tensor];
    if (weight === undefined) continue;
    const isTable = slot === start && GATHERS.has(graph.nodes.ops[node] ?? '');
    sum += isTable ? bytesOf(outputs[outputStart[node] ?? 0] ?? NONE) : tensorBytes(weight.dtype, elementCount(weight.dims) ?? 0);
  }
  return sum;
}

/** Sum over the main graph's nodes; NaN when one is not known. */
export function mainSum(graph: Graph, values: Float64Array): number {
  let sum = 0;
  for (let node = 0; node < values.length; node++) if (graph.nodes.subgraphs[node] === MAIN_GRAPH) sum += values[node] ?? 0;
  return sum;
}
