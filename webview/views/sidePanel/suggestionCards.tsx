import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { LinkButton } from '../../ui/linkButton';
import { usePage } from '../page/usePage';
import { AdviceList } from './adviceList';
import { DeclinedList } from './declinedList';
import { measuredBy } from './measuredBy';
import { sortOffers } from './sortOffers';
import { SuggestionCard } from './suggestionCard';

const MOST = 5;

/** What would help here, best first; only the first that was not tried yet has a primary button. */
export function SuggestionCards({ mostShown }: { readonly mostShown: number }) {
  const [showsAll, setShowsAll] = useState(false);
  const checks = useRef<HTMLButtonElement>(null);
  const store = usePage();
  const { suggestions, dismissed, variants, skeletonHash } = store.state.value;
  if (suggestions === undefined) return <p class="panel-text sm muted">{l10n.t('Checking what would help…')}</p>;
  const { offered, advice, declined } = suggestions;
  const { shown, hidden } = sortOffers(offered, dismissed);
  const hasList = declined.length + hidden.length > 0;
  const limit = showsAll ? shown.length : Math.min(MOST, mostShown);
  const firstOpen = shown.findIndex(suggestion => measuredBy(suggestion, variants, skeletonHash) === undefined);
  const showChecks = (): void => {
    // The link goes away.
    checks.current?.focus();
    store.setPane('declined', true);
  };
  return (
    <div class="cards">
      {shown.length === 0 ? (
        <p class="panel-text sm muted">
          {hidden.length > 0
            ? l10n.t('All suggestions were dismissed.')
            : l10n.t('Nothing found that is likely to help on this CPU. {0} checks made.', suggestions.checks)}{' '}
          {hasList && !store.isPaneOpen('declined', false) ? (
            <LinkButton onClick={showChecks}>{l10n.t('Show Checks')}</LinkButton>
          ) : undefined}
        </p>
      ) : undefined}
      {shown.slice(0, limit).map((suggestion, index) => (
        <SuggestionCard key={suggestion.rule} suggestion={suggestion} isPrimary={index === firstOpen} />
      ))}
      {shown.length > limit ? (
        <LinkButton class="sm cards-more" onClick={() => setShowsAll(true)}>
          {l10n.t('Show {0} more', shown.length - limit)}
        </LinkButton>
      ) : undefined}
      {advice.length > 0 ? <AdviceList advice={advice} /> : undefined}
      {hasList ? <DeclinedList declined={declined} dismissed={hidden} headRef={checks} /> : undefined}
    </div>
  );
}
