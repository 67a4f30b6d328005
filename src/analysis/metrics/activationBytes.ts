import { NONE, type TensorId } from '../../shared/graph/graph';
import type { Metric, MetricSources } from './metric';

/** From this many operands on a set is cheaper than looking back. */
const MANY_OPERANDS = 8;

/** Bytes of the distinct activations that a node reads and writes; weights apart. */
export const activationBytes: Metric = {
  id: 'activationBytes',
  title: 'Activation bytes',
  unit: 'bytes',
  aggregation: { kind: 'sum' },
  scale: 'linear',
  valueOf: (sources, node) => (sources.graph.nodes.ops[node] === 'Constant' ? 0 : readBytes(sources, node) + writtenBytes(sources, node)),
};

function readBytes({ graph, bytesOf }: MetricSources, node: number): number {
  const { inputStart, inputs } = graph.nodes;
  const start = inputStart[node] ?? 0;
  const end = inputStart[node + 1] ?? start;
  const seen = end - start > MANY_OPERANDS ? new Set<TensorId>() : undefined;
  let sum = 0;
  for (let slot = start; slot < end; slot++) {
    const tensor = inputs[slot] ?? NONE;
    const isRepeated = seen === undefined ? inputs.indexOf(tensor, start) < slot : seen.has(tensor);
    seen?.add(tensor);
    if (tensor !== NONE && !isRepeated && graph.tensors.weights[tensor] === undefined) sum += bytesOf(tensor);
  }
  return sum;
}

function writtenBytes({ graph, bytesOf }: MetricSources, node: number): number {
  const { outputStart, outputs } = graph.nodes;
  let sum = 0;
  for (let slot = outputStart[node] ?? 0; slot < (outputStart[node + 1] ?? 0); slot++) {
    const tensor = outputs[slot] ?? NONE;
    if (tensor !== NONE) sum += bytesOf(tensor);
  }
  return sum;
}
