import { formatBytes, formatCount } from '../../../src/shared/base/formatNumber';
import type { Scenario } from '../../../src/shared/report/modelView';

/** `128 tokens, empty cache: 12.3 G MACs, 34 MB of activations at the peak`. */
export function scenarioText({ tokens, pastTokens, totals }: Scenario): string {
  const given = `${tokens} ${tokens === 1 ? 'token' : 'tokens'}`;
  const cache = pastTokens === 0 ? 'empty cache' : `${pastTokens} in the cache`;
  return `${given}, ${cache}: ${formatCount(totals.macs ?? NaN)} MACs, ${formatBytes(totals.peakActivationBytes ?? NaN)} of activations at the peak`;
}
