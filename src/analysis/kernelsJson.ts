import type { Graph, NodeId } from '../shared/graph/graph';
import { nodePath } from '../shared/graph/traversal';
import type { Kernel, Profile } from '../shared/report/latency';
import { isAtFloor } from '../shared/report/kernelTimes';
import { intervalJson } from './intervalJson';

type Json = Readonly<Record<string, unknown>>;

/**
 * Kernels as they were executed, in order. Their times sum to `kernelsMs`; one at or below the floor is not told apart from the cost of timing it. Those that ran in
 * the bodies of a kernel stand in it, over all their executions in a run; their times and its own sum to its time.
 */
export function kernelsJson(graph: Graph, { kernels, floorMs }: Profile): readonly Json[] {
  return kernels.map(kernel => kernelJson(graph, kernel, floorMs));
}

function kernelJson(graph: Graph, kernel: Kernel, floorMs: number): Json {
  const { id, name, op, provider, anchor, covers, added, outputShape, body, executions, inside, ownMs } = kernel;
  const path = (node: NodeId): number | string => nodePath(graph, node);
  return {
    ...{ id, name, op, provider, anchor: anchor === undefined ? null : path(anchor), covers: covers.map(path), added },
    latencyMs: intervalJson(kernel.medianMs, kernel.lowMs, kernel.highMs),
    atFloor: isAtFloor([kernel], floorMs),
    outputShape,
    memory: kernel.memory ?? null,
    waitMs: kernel.waitMs ?? null,
    parallelEfficiency: kernel.parallelEfficiency ?? null,
    ...(body === undefined ? {} : { body: body === '' ? null : body, executions }),
    ...(inside === undefined ? {} : { ownLatencyMs: ownMs, inside: inside.map(inner => kernelJson(graph, inner, floorMs)) }),
  };
}
