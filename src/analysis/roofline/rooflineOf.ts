import type { MachineRoofs } from '../../shared/report/machine';
import type { KernelWork } from './kernelWork';

/** Which roof limits a kernel, and the time that it leaves, in milliseconds; NaN where the work is not known. */
export interface Limit {
  readonly bound: 'memory' | 'compute';
  readonly limitMs: number;
}

/** max(FLOPs / peak, bytes / bandwidth): the roofline model (Williams, Waterman and Patterson 2009). `undefined` for what neither computes nor moves anything. */
export function rooflineOf(
  work: Pick<KernelWork, 'flops' | 'weightBytes' | 'activationBytes' | 'integer'>,
  roofs: MachineRoofs,
): Limit | undefined {
  const peak = work.integer ? roofs.int8FlopPerSecond : roofs.float32FlopPerSecond;
  const computeMs = (1000 * work.flops) / peak;
  const memoryMs = (1000 * (work.weightBytes + work.activationBytes)) / roofs.memoryBytesPerSecond;
  if (computeMs === 0 && memoryMs === 0) return undefined;
  return { bound: computeMs >= memoryMs ? 'compute' : 'memory', limitMs: Math.max(computeMs, memoryMs) };
}
