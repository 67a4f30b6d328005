import { assertNever } from '../base/assertNever';
import * as l10n from '../base/l10n';
import type { DismissalReason } from './dismissal';

/** Why a suggestion was dismissed: a sentence without its full stop. */
export function dismissalText(reason: DismissalReason): string {
  switch (reason) {
    case 'no-help':
      return l10n.t('It does not help where this model runs');
    case 'inaccurate':
      return l10n.t('Its result is not accurate enough');
    case 'tried':
      return l10n.t('It was tried elsewhere');
    case 'later':
      return l10n.t('Not now');
    default:
      return assertNever(reason);
  }
}
