import { KERNEL_CLASSES, type KernelClass, type MachineRoofs } from '../../shared/report/machine';
import type { KernelWork } from './kernelWork';
import { TYPICAL_EFFICIENCY } from './typicalEfficiency';

/** What a whole model says about the place of its data. */
export interface Residence {
  /** All weights of the model: each run reads them all, so a cache holds none of them unless it holds all. */
  readonly weightBytes: number;
}

/**
 * Expected time of one kernel in milliseconds: its contractions at the share of the roof that its class reaches, its traffic at the bandwidth for the size of
 * what it touches, its transcendental functions, and what the runtime takes for any kernel. They add up: in a model, unlike in a loop over one kernel, operands
 * are cold, and kernels load them before they compute (as in the ECM model, Hofmann et al. 2015); the larger of both was 20 to 40 % short on whole models.
 */
export function predictKernel(work: KernelWork, roofs: MachineRoofs, { weightBytes }: Residence): number {
  const { kernelClass } = work;
  const memory = memorySeconds(work, roofs, weightBytes);
  const compute = kernelClass === undefined ? 0 : computeSeconds(work, kernelClass, roofs);
  const functions = isCountedByElements(kernelClass)
    ? 0
    : work.functionElements / (roofs.float32FlopPerSecond * shareOf(roofs, 'transcendental'));
  return 1000 * (compute + memory + functions) + roofs.kernelMs;
}

function computeSeconds(work: KernelWork, kernelClass: KernelClass, roofs: MachineRoofs): number {
  const share = shareOf(roofs, kernelClass);
  switch (KERNEL_CLASSES[kernelClass]) {
    case 'flop': {
      const peak = work.integer ? roofs.int8FlopPerSecond : roofs.float32FlopPerSecond;
      const flops = kernelClass === 'pooling' ? work.flops : 2 * work.macs;
      return flops / (peak * share);
    }
    case 'element':
      return work.elements / (roofs.float32FlopPerSecond * share);
    case 'transcendental':
    case 'byte':
      return 0;
  }
}

function memorySeconds({ weightBytes, activationBytes, kernelClass }: KernelWork, roofs: MachineRoofs, allWeightBytes: number): number {
  const share = kernelClass !== undefined && KERNEL_CLASSES[kernelClass] === 'byte' ? shareOf(roofs, kernelClass) : 1;
  const weights = weightBytes / bandwidth(roofs, allWeightBytes);
  const activations = activationBytes / bandwidth(roofs, activationBytes / 2);
  return (weights + activations) / share;
}

/** Softmax and normalization are measured whole, functions included. */
function isCountedByElements(kernelClass: KernelClass | undefined): boolean {
  return kernelClass !== undefined && (KERNEL_CLASSES[kernelClass] === 'element' || kernelClass === 'recurrent');
}

function shareOf({ efficiency }: MachineRoofs, kernelClass: KernelClass): number {
  return efficiency[kernelClass] ?? TYPICAL_EFFICIENCY[kernelClass];
}

/** Bytes per second over a working set of this size: between the measured sizes linear in the logarithm of the size. */
export function bandwidth({ caches, memoryBytesPerSecond }: MachineRoofs, workingSetBytes: number): number {
  const largest = caches.at(-1);
  if (largest === undefined) return memoryBytesPerSecond;
  const points = [...caches, { workingSetBytes: MEMORY_FACTOR * largest.workingSetBytes, bytesPerSecond: memoryBytesPerSecond }];
  const above = points.findIndex(point => workingSetBytes <= point.workingSetBytes);
  const [low, high] = [points[above - 1], points[above]];
  if (above < 0) return memoryBytesPerSecond;
  if (low === undefined || high === undefined) return points[0]?.bytesPerSecond ?? memoryBytesPerSecond;
  const position = Math.log(workingSetBytes / low.workingSetBytes) / Math.log(high.workingSetBytes / low.workingSetBytes);
  return low.bytesPerSecond * (high.bytesPerSecond / low.bytesPerSecond) ** position;
}

/** From this many times the largest cached size on nothing is left in a cache. */
const MEMORY_FACTOR = 8;
