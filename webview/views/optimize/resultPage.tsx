import * as l10n from '@vscode/l10n';
import type { ListedVariant } from '../../../src/shared/report/variant';
import { LinkButton } from '../../ui/linkButton';
import { usePage } from '../page/usePage';
import { ResultCard } from './resultCard';

/** The result that was asked for, then whatever was not reviewed yet. */
export function ResultPage({ onBack }: { readonly onBack: () => void }) {
  const { result, variants } = usePage().state.value;
  const isAskedFor = ({ id }: ListedVariant) => id === result?.id;
  const shown = variants.filter(variant => isAskedFor(variant) || variant.state === 'unreviewed');
  const sorted = [...shown].sort((a, b) => Number(isAskedFor(b)) - Number(isAskedFor(a)));
  return (
    <div class="results">
      <div class="results-grid">
        {sorted.map((variant, position) => (
          <ResultCard key={variant.path} variant={variant} isFocused={position === 0} />
        ))}
      </div>
      <LinkButton class="results-back" onClick={onBack}>
        {l10n.t('Plan Another Change')}
      </LinkButton>
    </div>
  );
}
