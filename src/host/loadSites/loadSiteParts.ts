import * as vscode from 'vscode';
import { formatBytes, formatDuration } from '../../shared/base/formatNumber';
import { shortened } from '../../shared/base/shortened';
import { agreementOnData } from '../../shared/report/agreementOnData';
import { agreementPhrase } from '../../shared/report/agreementTitle';
import type { LatencyComparison } from '../../shared/report/comparison';
import type { Variant } from '../../shared/report/variant';
import type { KnownModel } from './knownModels';
import { fastestVariant } from './offeredVariants';
import { comparedConditions, measuredConditions } from './siteConditions';

/** Names of files in lines that have room for some more. */
const LONGEST_NAME = 28;

/** What a lens above a load site says, part by part; at most five with the buttons. */
export interface LoadSitePart {
  readonly text: string;
  /** Conditions of a time. */
  readonly tooltip?: string;
  readonly action?: 'open' | 'profile';
}

/** `facts`: of the model that a load site names, `undefined` where there is no such file. */
export function loadSiteParts(fileName: string, facts: Omit<KnownModel, 'uri'> | undefined): readonly LoadSitePart[] {
  const name = shortened(fileName, LONGEST_NAME);
  if (facts === undefined) return [{ text: vscode.l10n.t('{0}: file not found', name) }];
  const { measured, isChanged, variants } = facts;
  const profile = { text: vscode.l10n.t('Profile'), action: 'profile' } as const;
  if (isChanged) return [{ text: vscode.l10n.t('{0}: file changed since last profile', name) }, profile];
  // How large it is with its data is known once it was read.
  if (measured === undefined) return [{ text: vscode.l10n.t('{0}: not profiled', name) }, profile];
  const best = fastestVariant(variants);
  const compared = best?.result.latency;
  return [
    // Beside a variant stands what it was measured against, under the same conditions.
    compared === undefined
      ? { text: `${name}: ${formatDuration(measured.medianMs)}`, tooltip: measuredConditions(measured) }
      : { text: `${name}: ${formatDuration(compared.before.medianMs)}`, tooltip: comparedConditions(compared) },
    { text: formatBytes(measured.bytesWithData) },
    ...(best === undefined || compared === undefined ? [] : [variantPart(best, compared)]),
    { text: vscode.l10n.t('Open'), action: 'open' },
    profile,
  ];
}

/** `int8-mixed: 19.9 ms, 99.4 % agreement`, or `outputs within 10 %: 95.0 %`. */
function variantPart({ name: variantName, result }: Variant, compared: LatencyComparison): LoadSitePart {
  const name = shortened(variantName, LONGEST_NAME);
  const time = formatDuration(compared.after.medianMs);
  const agreement = agreementOnData(result.verification);
  const text = agreement === undefined ? `${name}: ${time}` : `${name}: ${time}, ${agreementPhrase(agreement)}`;
  return { text, tooltip: comparedConditions(compared) };
}
