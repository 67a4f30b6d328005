import * as l10n from '@vscode/l10n';
import { formatSpeedup } from '../../../src/shared/base/formatNumber';

/** `2.89× faster`, `1.2 % slower`, in the language of the page. `ratio` is old / new. */
export function speedupText(ratio: number): string {
  return ratio >= 1 ? l10n.t('{0} faster', speedupAmount(ratio)) : l10n.t('{0} slower', speedupAmount(ratio));
}

/** `2.89×`, `1.2 %`: without a word for the direction. */
export function speedupAmount(ratio: number): string {
  return formatSpeedup(ratio).replace(/ (?:faster|slower)$/, '');
}
