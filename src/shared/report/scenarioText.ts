import { formatBytes, formatCount } from '../base/formatNumber';
import * as l10n from '../base/l10n';
import type { Scenario } from './modelView';

/** `128 tokens, empty cache: 12.3 G MACs, 34 MB of activations at the peak`. */
export function scenarioText({ tokens, pastTokens, totals }: Scenario): string {
  const given = tokens === 1 ? l10n.t('1 token') : l10n.t('{0} tokens', tokens);
  const cache = pastTokens === 0 ? l10n.t('empty cache') : l10n.t('{0} in the cache', pastTokens);
  const [macs, bytes] = [formatCount(totals.macs ?? NaN), formatBytes(totals.peakActivationBytes ?? NaN)];
  return l10n.t('{0}, {1}: {2} MACs, {3} of activations at the peak', given, cache, macs, bytes);
}
