import { formatCount, formatDuration } from '../../shared/base/formatNumber';
import type { SweepCombination, SweepPoint } from '../../shared/report/sweep';
import { threadsText } from '../../shared/report/threadsText';

/** One line for a point: `batch 4, 2 threads: 12.3 ms, 325/s`. */
export function pointText(point: SweepPoint): string {
  const { measured, error } = point;
  const result =
    measured === undefined
      ? (error?.message ?? '')
      : `${formatDuration(measured.medianMs)}, ${formatCount(measured.throughputPerSecond)}/s`;
  return `${combinationText(point)}: ${result}`;
}

/** `batch 4, 2 threads, sequence=64`. */
export function combinationText({ batch, threads, dims }: SweepCombination): string {
  const sizes = Object.entries(dims).map(([name, value]) => `${name}=${String(value)}`);
  return [`batch ${String(batch)}`, threadsText(threads), ...sizes].join(', ');
}
