import { formatBytes, UNKNOWN } from '../../shared/base/formatNumber';
import type { Analysis } from '../../shared/report/analysis';

/** Memory of a session: the plan for activations and its lower bound, and what weights take beside it; nothing while sizes are open. */
export function memoryLines({ memory, totals }: Analysis): readonly string[] {
  const { plannedPeakBytes, lowerBoundBytes, prepackedBytes } = memory;
  if (plannedPeakBytes === undefined) return [];
  const prepacked = prepackedBytes > 0 ? `, ${formatBytes(prepackedBytes)} of prepacked copies (estimate)` : '';
  return [
    `  memory: ${text(plannedPeakBytes)} planned for activations (${text(lowerBoundBytes)} at the least), ${formatBytes(totals.weightBytes)} of weights${prepacked}`,
  ];
}

function text(bytes: number | undefined): string {
  return bytes === undefined ? UNKNOWN : formatBytes(bytes);
}
