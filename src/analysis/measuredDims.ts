import { NONE, type Graph } from '../shared/graph/graph';
import { nodeOutputs } from '../shared/graph/traversal';
import type { Analysis } from '../shared/report/analysis';
import type { Kernel } from '../shared/report/latency';

/**
 * Sizes that only a run tells, by the symbol that analysis gave them (`NonZero_3.count`), from the output shapes of kernels that were measured, and from how
 * often bodies ran. A kernel counts when it is its node's own: the output of a fused one may be another node's.
 */
export function measuredDims(graph: Graph, { tensors, dims }: Analysis, kernels: readonly Kernel[]): ReadonlyMap<string, number> {
  const own = new Set(dims.map(({ name }) => name));
  const sizes = new Map<string, number>();
  for (const { anchor, covers, op, outputShape, bodies } of kernels) {
    if (anchor === undefined || covers.length !== 1 || graph.nodes.ops[anchor] !== op) continue;
    const trips = `Loop_${String(anchor)}.trips`;
    const executions = bodies?.[0]?.executions;
    const isOpen = Array.from(nodeOutputs(graph, anchor), tensor => tensors[tensor]?.shape ?? []).some(shape => shape.includes(trips));
    if (executions !== undefined && isOpen) sizes.set(trips, executions);
    const output = graph.nodes.outputs[graph.nodes.outputStart[anchor] ?? 0] ?? NONE;
    const shape = output === NONE ? undefined : tensors[output]?.shape;
    if (shape?.length !== outputShape.length) continue;
    shape.forEach((dim, axis) => {
      const size = outputShape[axis];
      if (typeof dim === 'string' && DATA_DEPENDENT.test(dim) && !own.has(dim) && size !== undefined) sizes.set(dim, size);
    });
  }
  return sizes;
}

/** Operator, node and what is counted; an expression has other characters. */
const DATA_DEPENDENT = /^\w+_\d+\.\w+$/;
