import { formatBytes, UNKNOWN } from '../../shared/base/formatNumber';
import type { Analysis } from '../../shared/report/analysis';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';

/** Memory of a session: the plan for activations with its lower bound, and copies of weights; nothing while sizes are open. */
export function memoryLines({ memory }: Analysis, style: TerminalStyle): readonly string[] {
  const { plannedPeakBytes, lowerBoundBytes, prepackedBytes } = memory;
  if (plannedPeakBytes === undefined) return [];
  const least = lowerBoundBytes === undefined ? UNKNOWN : formatBytes(lowerBoundBytes);
  const prepacked = prepackedBytes > 0 ? `, ${formatBytes(prepackedBytes)} of prepacked copies of weights (estimate)` : '';
  return wrapText(
    `Memory: ${formatBytes(plannedPeakBytes)} planned for activations (${least} at the least)${prepacked}`,
    style.width,
    '  ',
  );
}
