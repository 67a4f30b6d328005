import { MAIN_GRAPH, type Graph, type NodeId } from '../shared/graph/graph';
import { nodePath } from '../shared/graph/traversal';
import { allKernels, type Kernel, type Profile } from '../shared/report/latency';
import { intervalJson } from './intervalJson';

type Json = Readonly<Record<string, unknown>>;

/**
 * The measured fields of each layer: times stand on the anchor, other covered nodes have none of their own and name the anchor. `latencyMs` of all layers sums to
 * `kernelsMs`, so what ran in a body, which is part of its holder's, is told apart from it: as `bodyLatencyMs` on the body's node, over all executions in a run.
 */
export function layerTimesJson(graph: Graph, profile: Profile | undefined): (node: NodeId) => Json {
  if (profile === undefined) return () => ({});
  const kernels = kernelsByNode(allKernels(profile.kernels));
  const totalMs = sumOf(profile.kernels, kernel => kernel.medianMs);
  return node => {
    const all = kernels.get(node) ?? [];
    const own = all.filter(kernel => kernel.anchor === node);
    const shown = own.find(kernel => !kernel.added) ?? own[0] ?? all[0];
    const inBody = graph.nodes.subgraphs[node] !== MAIN_GRAPH;
    const times = own.length === 0 ? null : intervalJson(sumOf(own, timeOf), sumOf(own, lowOf), sumOf(own, highOf));
    return {
      latencyMs: inBody ? null : times,
      share: inBody || times === null || totalMs === 0 ? null : Math.min(1, sumOf(own, timeOf) / totalMs),
      ...(inBody && times !== null ? { bodyLatencyMs: times, executions: shown?.executions ?? null } : {}),
      ...(own.some(({ inside }) => inside !== undefined) ? { ownLatencyMs: sumOf(own, kernel => kernel.ownMs ?? kernel.medianMs) } : {}),
      kernel: shown === undefined ? null : kernelJson(graph, shown),
    };
  };
}

const timeOf = (kernel: Kernel): number => kernel.medianMs;
const lowOf = (kernel: Kernel): number => kernel.lowMs;
const highOf = (kernel: Kernel): number => kernel.highMs;

function sumOf(kernels: readonly Kernel[], value: (kernel: Kernel) => number): number {
  return kernels.reduce((sum, kernel) => sum + value(kernel), 0);
}

function kernelJson(graph: Graph, { name, op, anchor, covers, provider }: Kernel): Json {
  const path = (node: NodeId): number | string => nodePath(graph, node);
  return { name, op, anchor: anchor === undefined ? null : path(anchor), covers: covers.map(path), provider };
}

/** A kernel stands with every node that it covers. A node that several kernels cover is shown with the one anchored there, else the first. */
function kernelsByNode(all: readonly Kernel[]): ReadonlyMap<NodeId, readonly Kernel[]> {
  const kernels = new Map<NodeId, Kernel[]>();
  for (const kernel of all) {
    for (const node of new Set(kernel.anchor === undefined ? kernel.covers : [kernel.anchor, ...kernel.covers])) {
      const known = kernels.get(node);
      if (known === undefined) kernels.set(node, [kernel]);
      else known.push(kernel);
    }
  }
  return kernels;
}
