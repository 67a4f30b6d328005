import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { dismissalText } from '../../../src/shared/report/dismissalText';
import type { DeclinedSuggestion } from '../../../src/shared/report/suggestion';
import { Disclosure } from '../../ui/disclosure';
import { LinkButton } from '../../ui/linkButton';
import { usePage } from '../page/usePage';
import type { DismissedOffer } from './sortOffers';

interface Props {
  readonly declined: readonly DeclinedSuggestion[];
  readonly dismissed: readonly DismissedOffer[];
  /** Takes the focus from what goes away. */
  readonly headRef: RefObject<HTMLButtonElement | null>;
}

/** What the user dismissed, and what was checked and does not help here, with the reasons. */
export function DeclinedList({ declined, dismissed, headRef }: Props) {
  const store = usePage();
  const restore = (rule: string): void => {
    // The row goes away, and its button with it.
    headRef.current?.focus();
    store.act({ kind: 'restoreSuggestion', rule });
  };
  return (
    <Disclosure
      class="declined sm"
      title={l10n.t('Checked, no gain expected ({0})', declined.length + dismissed.length)}
      open={store.isPaneOpen('declined', false)}
      onToggle={open => store.setPane('declined', open)}
      headRef={headRef}
    >
      <ul>
        {dismissed.map(({ suggestion: { rule, title }, reason }) => (
          <li key={rule}>
            {title} <span class="muted">{l10n.t('Dismissed: {0}.', dismissalText(reason))}</span>{' '}
            <LinkButton label={l10n.t('Show Again: {0}', title)} onClick={() => restore(rule)}>
              {l10n.t('Show Again')}
            </LinkButton>
          </li>
        ))}
        {declined.map(({ rule, title, why }) => (
          <li key={rule}>
            {title} <span class="muted">{why}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
