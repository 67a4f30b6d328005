import { formatCount, formatShare } from '../base/formatNumber';
import * as l10n from '../base/l10n';
import type { Agreement } from './agreementOnData';

/** Which agreement a column, an axis or a row holds; `of` is `undefined` where it is not the same of all. `samples`: on how many, where that is one number. */
export function agreementTitle(of: Agreement['of'] | undefined, samples?: number): string {
  const count = samples === undefined ? undefined : formatCount(samples);
  if (of === 'class') return count === undefined ? l10n.t('Top-1 agreement') : l10n.t('Top-1 agreement, {0} samples', count);
  if (of === 'outputs') return count === undefined ? l10n.t('Outputs within 10 %') : l10n.t('Outputs within 10 %, {0} samples', count);
  return l10n.t('Agreement');
}

/** Where no title says of what: `99.4 %` of the class, `95.0 % within 10 %` of the outputs. */
export function agreementShare({ of, value }: Agreement): string {
  return of === 'class' ? formatShare(value) : l10n.t('{0} within 10 %', formatShare(value));
}

/** In the middle of a sentence: `99.4 % agreement`, or `outputs within 10 %: 95.0 %`. */
export function agreementPhrase({ of, value }: Agreement): string {
  return of === 'class' ? l10n.t('{0} agreement', formatShare(value)) : l10n.t('outputs within 10 %: {0}', formatShare(value));
}

/** What agreements that stand together are of; `undefined` where there are none, or they are of different things. */
export function agreementKind(agreements: readonly (Agreement | undefined)[]): Agreement['of'] | undefined {
  const kinds = new Set(agreements.flatMap(agreement => agreement?.of ?? []));
  const [kind] = kinds;
  return kinds.size === 1 ? kind : undefined;
}
