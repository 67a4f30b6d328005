import { denseBytes } from '../../shared/graph/denseBytes';
import { NONE } from '../../shared/graph/graph';
import type { Metric, MetricSources } from './metric';

/** These hand their operand's memory on, or read nothing but its shape. */
const MOVES_NOTHING = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Identity', 'Dropout', 'Shape', 'Size', 'Constant']);

/** Operators that read only the rows they need of their first operand. */
const GATHERS = new Set(['Gather', 'GatherND', 'GatherElements', 'GatherBlockQuantized']);

/** Compulsory traffic: every distinct operand read once and every result written once, weights included. Caches are not considered. */
export const trafficBytes: Metric = {
  id: 'trafficBytes',
  title: 'Bytes moved',
  unit: 'bytes',
  aggregation: { kind: 'sum' },
  scale: 'linear',
  valueOf: (sources, node) => {
    const { ops, domains } = sources.graph.nodes;
    if (domains[node] === '' && MOVES_NOTHING.has(ops[node] ?? '')) return 0;
    return (sources.valuesOf('activationBytes')[node] ?? Number.NaN) + readWeightBytes(sources, node);
  },
};

function readWeightBytes({ graph, bytesOf }: MetricSources, node: number): number {
  const { inputStart, inputs, outputStart, outputs } = graph.nodes;
  const start = inputStart[node] ?? 0;
  let sum = 0;
  for (let slot = start; slot < (inputStart[node + 1] ?? start); slot++) {
    const tensor = inputs[slot] ?? NONE;
    const weight = tensor === NONE ? undefined : graph.tensors.weights[tensor];
    if (weight === undefined) continue;
    const isTable = slot === start && GATHERS.has(graph.nodes.ops[node] ?? '');
    sum += isTable ? bytesOf(outputs[outputStart[node] ?? 0] ?? NONE) : denseBytes(weight.dtype, weight.dims);
  }
  return sum;
}
