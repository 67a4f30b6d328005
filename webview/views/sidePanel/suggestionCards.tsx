import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { LinkButton } from '../../ui/linkButton';
import { usePage } from '../page/usePage';
import { AdviceList } from './adviceList';
import { DeclinedList } from './declinedList';
import { measuredBy } from './measuredBy';
import { SuggestionCard } from './suggestionCard';

const MOST = 5;

/** What would help here, best first; only the first that was not tried yet has a primary button. */
export function SuggestionCards({ mostShown }: { readonly mostShown: number }) {
  const [showsAll, setShowsAll] = useState(false);
  const store = usePage();
  const { suggestions, variants } = store.state.value;
  if (suggestions === undefined) return <p class="panel-text sm muted">{l10n.t('Checking what would help…')}</p>;
  const { offered, advice, declined, checks } = suggestions;
  const limit = showsAll ? offered.length : Math.min(MOST, mostShown);
  const firstOpen = offered.findIndex(suggestion => measuredBy(suggestion, variants) === undefined);
  return (
    <div class="cards">
      {offered.length === 0 ? (
        <p class="panel-text sm muted">
          {l10n.t('Nothing found that is likely to help on this CPU. {0} checks made.', checks)}{' '}
          {declined.length > 0 && !store.isPaneOpen('declined', false) ? (
            <LinkButton onClick={() => store.setPane('declined', true)}>{l10n.t('Show Checks')}</LinkButton>
          ) : undefined}
        </p>
      ) : undefined}
      {offered.slice(0, limit).map((suggestion, index) => (
        <SuggestionCard key={suggestion.rule} suggestion={suggestion} isPrimary={index === firstOpen} />
      ))}
      {offered.length > limit ? (
        <LinkButton class="sm cards-more" onClick={() => setShowsAll(true)}>
          {l10n.t('Show {0} more', offered.length - limit)}
        </LinkButton>
      ) : undefined}
      {advice.length > 0 ? <AdviceList advice={advice} /> : undefined}
      {declined.length > 0 ? <DeclinedList declined={declined} /> : undefined}
    </div>
  );
}
