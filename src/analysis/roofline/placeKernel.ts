import { formatBytes, formatShare } from '../../shared/base/formatNumber';
import type { Graph } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { Kernel } from '../../shared/report/latency';
import type { MachineRoofs } from '../../shared/report/machine';
import { kernelWork, type KernelWork } from './kernelWork';
import { bandwidth } from './predictKernel';
import { rooflineOf, type Limit } from './rooflineOf';

/** A measured kernel against the roof that limits it. */
export interface Placement extends Limit {
  /** Share of its limit that it reaches: 1 is as fast as the roof allows. */
  readonly ofLimit: number;
  readonly work: KernelWork;
  /** Why it is above its roof, where it is. */
  readonly note: string | undefined;
}

/** Beyond the roof by more than what measuring both may be off by. */
const ABOVE = 1.05;

/** Where a kernel stands; `undefined` for what the runtime added, what no node claims, and what neither computes nor moves anything. */
export function placeKernel(graph: Graph, analysis: Analysis, kernel: Kernel, roofs: MachineRoofs): Placement | undefined {
  if (kernel.added || kernel.anchor === undefined || kernel.medianMs <= 0) return undefined;
  const members = [kernel.anchor, ...kernel.covers.filter(node => node !== kernel.anchor)];
  const work = kernelWork(graph, analysis, kernel.anchor, members);
  const limit = rooflineOf(work, roofs);
  if (limit === undefined || Number.isNaN(limit.limitMs)) return undefined;
  const ofLimit = limit.limitMs / kernel.medianMs;
  return { ...limit, ofLimit, work, note: ofLimit > ABOVE ? explain(work, limit, kernel, roofs) : undefined };
}

function explain(work: KernelWork, { bound }: Limit, { medianMs }: Kernel, roofs: MachineRoofs): string {
  if (bound === 'compute')
    return 'Above the measured roof: the clock is higher than when the machine was measured, or the runtime computes less than is counted.';
  const bytes = work.weightBytes + work.activationBytes;
  const cached = (1000 * bytes) / bandwidth(roofs, bytes / 2);
  return `In the cache: the ${formatBytes(bytes)} that it moves need not come from memory; it reaches ${formatShare(cached / medianMs, 0)} of what the cache gives.`;
}
