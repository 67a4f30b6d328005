import * as l10n from '@vscode/l10n';
import { LinkButton } from '../../ui/linkButton';
import { usePage } from '../page/usePage';
import { ResultCard } from './resultCard';

/** The result that was asked for, then whatever was not reviewed yet. */
export function ResultPage({ onBack }: { readonly onBack: () => void }) {
  const { result, variants } = usePage().state.value;
  const shown = variants.flatMap((variant, index) =>
    variant.path === result?.path || variant.state === 'unreviewed' ? [{ variant, index }] : [],
  );
  const sorted = [...shown].sort((a, b) => Number(b.variant.path === result?.path) - Number(a.variant.path === result?.path));
  return (
    <div class="results">
      <div class="results-grid">
        {sorted.map(({ variant, index }, position) => (
          <ResultCard key={variant.path} variant={variant} index={index} isFocused={position === 0} />
        ))}
      </div>
      <LinkButton class="results-back" onClick={onBack}>
        {l10n.t('Plan another change')}
      </LinkButton>
    </div>
  );
}
