import { denseBytes } from '../../shared/graph/denseBytes';
import { NONE } from '../../shared/graph/graph';
import { nodeInput, nodeOutput } from '../../shared/graph/traversal';
import { MOVES_NOTHING, READS_ROWS } from '../cost/dataMovement';
import type { Metric, MetricSources } from './metric';

/** Compulsory traffic: every distinct operand read once and every result written once, weights included. Caches are not considered. */
export const trafficBytes: Metric = {
  id: 'trafficBytes',
  title: 'Bytes moved',
  unit: 'bytes',
  aggregation: { kind: 'sum' },
  scale: 'linear',
  valueOf: (sources, node) => {
    const { ops, domains } = sources.graph.nodes;
    const op = ops[node] ?? '';
    if (domains[node] === '' && MOVES_NOTHING.has(op)) return 0;
    const bytes = (sources.valuesOf('activationBytes')[node] ?? Number.NaN) + readWeightBytes(sources, node);
    return READS_ROWS.has(op) ? bytes - unreadBytes(sources, node) : bytes;
  },
};

function readWeightBytes({ graph }: MetricSources, node: number): number {
  const { inputStart, inputs } = graph.nodes;
  const start = inputStart[node] ?? 0;
  let sum = 0;
  for (let slot = start; slot < (inputStart[node + 1] ?? start); slot++) {
    const tensor = inputs[slot] ?? NONE;
    const weight = tensor === NONE ? undefined : graph.tensors.weights[tensor];
    if (weight !== undefined) sum += denseBytes(weight.dtype, weight.dims);
  }
  return sum;
}

/** What lies in the first operand beside the part that is taken. */
function unreadBytes({ graph, bytesOf }: MetricSources, node: number): number {
  return Math.max(0, bytesOf(nodeInput(graph, node, 0)) - bytesOf(nodeOutput(graph, node, 0)));
}
