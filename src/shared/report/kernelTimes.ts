import type { Kernel } from './latency';

/** Kernels taken together. Times in milliseconds. */
export interface KernelTimes {
  readonly medianMs: number;
  /** Sums of the kernels' bounds: wider than the interval of the sum would be. */
  readonly lowMs: number;
  readonly highMs: number;
  /** Time with one thread over threads × time with all of them, of the kernels where that was measured; `undefined` without any. */
  readonly parallelEfficiency: number | undefined;
}

export function kernelTimes(kernels: readonly Kernel[]): KernelTimes {
  const sum = (of: readonly Kernel[], value: (kernel: Kernel) => number): number => of.reduce((total, kernel) => total + value(kernel), 0);
  const compared = kernels.filter(({ parallelEfficiency }) => parallelEfficiency !== undefined);
  const comparedMs = sum(compared, kernel => kernel.medianMs);
  return {
    medianMs: sum(kernels, kernel => kernel.medianMs),
    lowMs: sum(kernels, kernel => kernel.lowMs),
    highMs: sum(kernels, kernel => kernel.highMs),
    parallelEfficiency:
      comparedMs > 0 ? sum(compared, kernel => (kernel.parallelEfficiency ?? 0) * kernel.medianMs) / comparedMs : undefined,
  };
}

/**
 * Whether kernels together took no longer than recording one takes, so that their time is not told apart from the cost of timing it. What ran in a body counts as often as it was
 * executed.
 */
export function isAtFloor(kernels: readonly Kernel[], floorMs: number): boolean {
  return kernelTimes(kernels).medianMs <= floorOf(kernels, floorMs);
}

/** The least time that can be told of kernels together. */
export function floorOf(kernels: readonly Kernel[], floorMs: number): number {
  return kernels.reduce((most, { executions = 1 }) => Math.max(most, executions), 1) * floorMs;
}
