import type { RoofSource } from '../../../shared/report/machine';
import { TYPICAL_EFFICIENCY } from '../typicalEfficiency';
import type { TargetProfile } from './targetProfile';

/** Share of the arithmetic peak that matrix products reach: 45–64 of 80 GFLOP/s were seen on one core of a Xeon at 2.5 GHz. */
const REACHED_PEAK = 0.7;
/** Share of the memory interface that a stream of reads and writes reaches: 60–80 % is usual for STREAM (McCalpin 1995 and later results). */
const REACHED_BANDWIDTH = 0.6;
/** What the runtime takes for a kernel, at 3 GHz. */
const KERNEL_MS = 0.0015;
const REFERENCE_GHZ = 3;
/** Nothing was measured there: peak, bandwidth and efficiency may each be off by half. */
const UNCERTAINTY = { low: 0.5, high: 2.5 } as const;

/** Roofs of a machine that nobody measured, from its maker's numbers: an estimate, and always shown as a range. */
export function targetRoofs(target: TargetProfile): RoofSource {
  const peak = target.cores.reduce((sum, { count, clockGhz, flopPerCycle }) => sum + count * clockGhz * flopPerCycle * 1e9, 0);
  const float32FlopPerSecond = REACHED_PEAK * peak;
  const { bytes, gbPerSecond } = target.cache;
  const slowestGhz = Math.min(...target.cores.map(({ clockGhz }) => clockGhz));
  return {
    name: target.id,
    from: `${target.title} (${target.processor}): ${target.source}`,
    basis: 'estimated',
    uncertainty: UNCERTAINTY,
    roofs: {
      threads: target.cores.reduce((sum, { count }) => sum + count, 0),
      float32FlopPerSecond,
      int8FlopPerSecond: target.int8Factor * float32FlopPerSecond,
      memoryBytesPerSecond: REACHED_BANDWIDTH * target.memoryGbPerSecond * 1e9,
      caches: [{ workingSetBytes: bytes, bytesPerSecond: REACHED_BANDWIDTH * gbPerSecond * 1e9 }],
      kernelMs: (KERNEL_MS * REFERENCE_GHZ) / slowestGhz,
      efficiency: TYPICAL_EFFICIENCY,
    },
  };
}
