import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import { Button } from '../../ui/button';
import type { ShownChoice } from '../layers/shownLayers';
import { useShownChoice } from '../layers/useShownChoice';
import { chosenShare, chosenSum, type ChosenSum } from '../model/chosenSums';
import { unitCountText } from '../model/unitCountText';
import { usePage } from '../page/usePage';
import { extractChosen, optimizeChosen } from './chosenActions';

/** Several layers that are chosen: what they come to in every metric, and what can be done with all of them. */
export function ChosenSection() {
  const store = usePage();
  const choice = useShownChoice();
  const sums = useMemo(() => (choice === undefined ? [] : allSums(choice)), [choice]);
  if (choice === undefined || choice.layers.length < 2) return null;
  const { trust, runnable } = store.state.value;
  const isRestricted = trust === 'restricted' || !runnable;
  return (
    <section class="details-section" aria-label={l10n.t('Chosen layers')}>
      <h2 class="details-title">{l10n.t('{0} together', unitCountText(choice.model.unit, choice.layers.length))}</h2>
      <dl class="pairs sm">
        {sums.map(sum => (
          <Sum key={sum.title} {...sum} />
        ))}
      </dl>
      <div class="row chosen-actions">
        <Button
          compact
          secondary
          title={l10n.t('Writes these layers, with their weights, as a new file beside the model, and opens it.')}
          disabled={isRestricted}
          onClick={() => extractChosen(store)}
        >
          {l10n.t('Extract All as New Model')}
        </Button>
        <Button compact secondary disabled={isRestricted} onClick={() => optimizeChosen(store)}>
          {l10n.t('Optimize Only These…')}
        </Button>
      </div>
    </section>
  );
}

function Sum({ title, text, note }: ChosenSum) {
  return (
    <>
      <dt>{title}</dt>
      <dd title={note}>{text}</dd>
    </>
  );
}

function allSums({ model, layers }: ShownChoice): readonly ChosenSum[] {
  const [first, ...others] = Array.from(model.columns.values(), column => chosenSum(column, layers));
  return [first, chosenShare(model, layers), ...others].filter(sum => sum !== undefined);
}
