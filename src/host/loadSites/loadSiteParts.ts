import * as vscode from 'vscode';
import { formatBytes, formatDuration, formatShare } from '../../shared/base/formatNumber';
import { agreementOnData } from '../../shared/report/agreementOnData';
import type { Variant } from '../../shared/report/variant';

/** What a lens above a load site says, part by part; at most five with the buttons. */
export interface LoadSitePart {
  readonly text: string;
  readonly action?: 'open' | 'profile';
}

/** What is known of the model that a load site names. */
export interface SiteFacts {
  readonly bytes: number;
  readonly medianMs: number | undefined;
  readonly isChanged: boolean;
  readonly variants: readonly Variant[];
}

/** `facts`: `undefined` where there is no such file. */
export function loadSiteParts(name: string, facts: SiteFacts | undefined): readonly LoadSitePart[] {
  if (facts === undefined) return [{ text: vscode.l10n.t('{0}: file not found', name) }];
  const { bytes, medianMs, isChanged, variants } = facts;
  const profile = { text: vscode.l10n.t('Profile'), action: 'profile' } as const;
  if (isChanged) return [{ text: vscode.l10n.t('{0}: file changed since last profile', name) }, profile];
  if (medianMs === undefined) return [{ text: vscode.l10n.t('{0}: not profiled', name) }, { text: formatBytes(bytes) }, profile];
  const best = fastestVariant(variants);
  return [
    { text: `${name}: ${formatDuration(medianMs)}` },
    { text: formatBytes(bytes) },
    ...(best === undefined ? [] : [{ text: variantText(best) }]),
    { text: vscode.l10n.t('Open'), action: 'open' },
    profile,
  ];
}

/** The variant that was measured as the fastest, among those that were kept where there are any. */
export function fastestVariant(variants: readonly Variant[]): Variant | undefined {
  const faster = variants.filter(({ result }) => result.latency?.speedup.verdict === 'faster' && result.verification?.verdict !== 'broken');
  const kept = faster.filter(({ state }) => state === 'kept');
  const timeOf = ({ result }: Variant): number => result.latency?.after.medianMs ?? Infinity;
  return [...(kept.length > 0 ? kept : faster)].sort((a, b) => timeOf(a) - timeOf(b))[0];
}

/** `int8-mixed: 19.9 ms, 99.4 % agreement`. */
function variantText({ name, result }: Variant): string {
  const time = formatDuration(result.latency?.after.medianMs ?? NaN);
  const agreement = agreementOnData(result.verification);
  return agreement === undefined ? `${name}: ${time}` : vscode.l10n.t('{0}: {1}, {2} agreement', name, time, formatShare(agreement.value));
}
