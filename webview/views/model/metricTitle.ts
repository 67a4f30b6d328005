import * as l10n from '@vscode/l10n';
import type { Column } from '../../../src/shared/report/column';

/** Of the engine's metrics, which tells their English titles, by id. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ['macs', l10n.t('MACs')],
  ['params', l10n.t('Parameters')],
  ['weightBytes', l10n.t('Weight bytes')],
  ['activationBytes', l10n.t('Activation bytes')],
  ['intensity', l10n.t('Arithmetic intensity')],
  ['ofLimit', l10n.t('% of roofline')],
  ['zeroSparsity', l10n.t('Zeros in weights')],
  ['effectiveMacs', l10n.t('Effective MACs')],
]);

/** Title of a column of the engine in the language of the page; that of one that is not known here in English. */
export function metricTitle({ id, title }: Pick<Column, 'id' | 'title'>): string {
  return TITLES.get(id) ?? title;
}
