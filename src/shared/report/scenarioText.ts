import { formatBytes, formatCount } from '../base/formatNumber';
import type { Scenario } from './modelView';

/** `128 tokens, empty cache: 12.3 G MACs, 34 MB of activations at the peak`. */
export function scenarioText({ tokens, pastTokens, totals }: Scenario): string {
  const given = `${String(tokens)} ${tokens === 1 ? 'token' : 'tokens'}`;
  const cache = pastTokens === 0 ? 'empty cache' : `${String(pastTokens)} in the cache`;
  return `${given}, ${cache}: ${formatCount(totals.macs ?? NaN)} MACs, ${formatBytes(totals.peakActivationBytes ?? NaN)} of activations at the peak`;
}
