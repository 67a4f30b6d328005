import * as l10n from '@vscode/l10n';
import type { DeclinedSuggestion } from '../../../src/shared/report/suggestion';
import { Disclosure } from '../../ui/disclosure';
import { LinkButton } from '../../ui/linkButton';
import { usePage } from '../page/usePage';

/** What was checked and does not help here, with the reason. */
export function DeclinedList({ declined }: { readonly declined: readonly DeclinedSuggestion[] }) {
  const store = usePage();
  return (
    <Disclosure
      class="declined sm"
      title={l10n.t('Checked, no gain expected ({0})', declined.length)}
      open={store.isPaneOpen('declined', false)}
      onToggle={open => store.setPane('declined', open)}
    >
      <ul>
        {declined.map(({ rule, title, why, isDismissed = false }) => (
          <li key={rule}>
            {title} <span class="muted">{isDismissed ? l10n.t('Dismissed: {0}.', why) : why}</span>{' '}
            {isDismissed ? (
              <LinkButton onClick={() => store.act({ kind: 'restoreSuggestion', rule })}>{l10n.t('Show Again')}</LinkButton>
            ) : undefined}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
