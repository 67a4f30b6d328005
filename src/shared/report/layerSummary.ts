import { groupBy } from '../base/groupBy';
import type { Analysis } from './analysis';
import type { Kernel, Profile } from './latency';

/** A layer as people see it (design spec 4.16): an anchor node with the kernels and nodes around it. */
export interface LayerSummary {
  /** Anchor node. */
  readonly anchor: number;
  readonly name: string;
  /** Path of the group it is in, `""` for none. */
  readonly group: string;
  /** Main-graph nodes of the layer, in file order. */
  readonly nodes: readonly number[];
  /** Kernels whose time stands on the layer, in execution order. */
  readonly kernels: readonly Kernel[];
  /** Sum over its kernels; `undefined` when nothing was measured. */
  readonly latencyMs: number | undefined;
  /** Share of the time in kernels, 0..1. */
  readonly share: number | undefined;
}

/** Layers in order of execution (file order before a profile), with the measured time of each. Kernels without any node are left to `strayKernels`. */
export function summarizeLayers(analysis: Analysis, profile: Profile | undefined): readonly LayerSummary[] {
  const nodesOf = groupNodes(analysis);
  const kernelsOf = groupKernels(analysis, profile);
  const total = profile?.kernels.reduce((sum, kernel) => sum + kernel.medianMs, 0) ?? 0;
  const anchors = [...nodesOf.keys()].sort((a, b) => firstKernel(kernelsOf.get(a), a) - firstKernel(kernelsOf.get(b), b));
  return anchors.map(anchor => {
    const kernels = kernelsOf.get(anchor) ?? [];
    const latencyMs = profile === undefined ? undefined : kernels.reduce((sum, kernel) => sum + kernel.medianMs, 0);
    return {
      anchor,
      name: analysis.hierarchy.layerNames[anchor] ?? '',
      group: analysis.hierarchy.groups[analysis.hierarchy.groupOf[anchor] ?? -1]?.path ?? '',
      nodes: nodesOf.get(anchor) ?? [],
      kernels,
      latencyMs,
      share: latencyMs === undefined || total === 0 ? undefined : latencyMs / total,
    };
  });
}

/** Kernels that stand on no layer: added by the runtime without a node to lean on, or on hidden nodes. */
export function strayKernels(analysis: Analysis, profile: Profile): readonly Kernel[] {
  return profile.kernels.filter(kernel => layerOfKernel(analysis, kernel) === undefined);
}

function groupNodes(analysis: Analysis): Map<number, number[]> {
  const nodesOf = new Map<number, number[]>();
  analysis.hierarchy.layerOf.forEach((anchor, node) => {
    if (anchor < 0) return;
    const nodes = nodesOf.get(anchor);
    if (nodes === undefined) nodesOf.set(anchor, [node]);
    else nodes.push(node);
  });
  return nodesOf;
}

function groupKernels(analysis: Analysis, profile: Profile | undefined): Map<number, Kernel[]> {
  return groupBy(profile?.kernels ?? [], kernel => layerOfKernel(analysis, kernel));
}

function layerOfKernel(analysis: Analysis, kernel: Kernel): number | undefined {
  if (kernel.anchor === undefined) return undefined;
  const layer = analysis.hierarchy.layerOf[kernel.anchor] ?? -1;
  return layer < 0 ? undefined : layer;
}

/** Layers that ran come in the order of their first kernel; the others keep their place by node id among them. */
function firstKernel(kernels: readonly Kernel[] | undefined, anchor: number): number {
  return kernels?.[0]?.covers[0] ?? anchor;
}
