import * as l10n from '../base/l10n';

/** `1 thread`, `4 threads`. */
export function threadsText(threads: number): string {
  return threads === 1 ? l10n.t('1 thread') : l10n.t('{0} threads', threads);
}
