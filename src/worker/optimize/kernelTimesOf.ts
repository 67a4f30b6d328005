import type { KernelTime } from '../../optimize/laboratory';
import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { nodeOrigins } from '../../shared/graph/provenance';
import { consumersOf, nodeInput, nodeOutput, producerOf } from '../../shared/graph/traversal';
import type { ProfiledRuns, TimedKernel } from '../kernels/scaleKernels';
import { median } from '../../shared/base/quantile';

const US_PER_MS = 1000;

/** Times of profiled kernels of `graph`, told in ids of the model that it came from. What recording takes is taken off. */
export function kernelTimesOf(graph: Graph, { kernels, cost }: ProfiledRuns): readonly KernelTime[] {
  return kernels.map(timed => ({
    origins: originsOf(graph, timed),
    op: timed.kernel.op,
    medianMs: Math.max(0, median(timed.durationsUs) - cost.insideUs) / US_PER_MS,
  }));
}

function originsOf(graph: Graph, { origin: { anchor, covers } }: TimedKernel): readonly NodeId[] {
  const [node = NONE] = anchor === undefined ? covers : [anchor];
  const op = node === NONE ? undefined : graph.nodes.ops[node];
  const integer = op === 'QuantizeLinear' ? readerOf(graph, node) : op === 'DequantizeLinear' ? writerOf(graph, node) : NONE;
  if (integer !== NONE) return nodeOrigins(graph, integer);
  return [node, ...covers].flatMap(covered => (covered === NONE ? [] : nodeOrigins(graph, covered)));
}

/** The first node that reads what a QuantizeLinear makes, behind the DequantizeLinear. */
function readerOf(graph: Graph, quantize: NodeId): NodeId {
  const [dequantize = NONE] = consumersOf(graph, nodeOutput(graph, quantize, 0));
  const [reader = NONE] = dequantize === NONE ? [] : consumersOf(graph, nodeOutput(graph, dequantize, 0));
  return reader;
}

/** The node whose result goes through QuantizeLinear to a DequantizeLinear. */
function writerOf(graph: Graph, dequantize: NodeId): NodeId {
  const quantize = producerOf(graph, nodeInput(graph, dequantize, 0));
  return quantize === NONE ? NONE : producerOf(graph, nodeInput(graph, quantize, 0));
}
