import type { Profile } from '../shared/report/latency';

/** Kernels as they were executed, in order. Their times sum to `kernelsMs`; one at or below the floor is not told apart from the cost of timing it. */
export function kernelsJson({ kernels, floorMs }: Profile): readonly Readonly<Record<string, unknown>>[] {
  return kernels.map(({ id, name, op, provider, anchor, covers, added, outputShape, ...kernel }) => ({
    ...{ id, name, op, provider, anchor: anchor ?? null, covers, added },
    latencyMs: { median: kernel.medianMs, low: kernel.lowMs, high: kernel.highMs, basis: 'measured' },
    atFloor: kernel.medianMs <= floorMs,
    outputShape,
    memory: kernel.memory ?? null,
    waitMs: kernel.waitMs ?? null,
    parallelEfficiency: kernel.parallelEfficiency ?? null,
  }));
}
