import * as l10n from '@vscode/l10n';
import type { Profile } from '../../../src/shared/report/latency';
import { providerName } from '../../../src/shared/report/providerName';
import { Fact } from './fact';

/** What the kernels ran on, the one with most of the time first; nothing before a run. */
export function ProvidersFact({ profile }: { readonly profile: Profile | undefined }) {
  const names = profile === undefined ? [] : providersOf(profile);
  if (names.length === 0) return null;
  return <Fact title={names.length === 1 ? l10n.t('Provider') : l10n.t('Providers')}>{names.map(providerName).join(', ')}</Fact>;
}

function providersOf({ kernels }: Profile): readonly string[] {
  const times = new Map<string, number>();
  for (const { provider, medianMs } of kernels) if (provider !== '') times.set(provider, (times.get(provider) ?? 0) + medianMs);
  return [...times].sort(([, a], [, b]) => b - a).map(([name]) => name);
}
