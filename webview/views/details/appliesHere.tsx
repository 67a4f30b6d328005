import * as l10n from '@vscode/l10n';
import type { Advice, Suggestion } from '../../../src/shared/report/suggestion';
import { Button } from '../../ui/button';
import type { Layer, LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { actionWord, fullText } from '../page/suggestionText';
import { measuredBy } from '../sidePanel/measuredBy';
import { DetailsSection } from './detailsSection';
import { measuredHere, offerNote } from './offerNote';
import { skippedHere } from './skippedHere';
import { useTimesIn } from './useTimesIn';

const MOST_SHOWN = 3;

interface Props {
  readonly model: LayerModel;
  readonly layer: Layer;
}

/** At most three suggestions that are about this layer, restricted to it; one that a variant has tried says what it came to there. */
export function AppliesHere({ model, layer }: Props) {
  const { suggestions } = usePage().state.value;
  if (suggestions === undefined) return null;
  const isAbout = ({ layers }: Advice) => layers.some(node => layer.nodes.includes(node));
  const offered = suggestions.offered.filter(isAbout);
  const offers = offered.slice(0, MOST_SHOWN);
  const skipped = offers.length < MOST_SHOWN ? skippedHere(model, layer, offered) : undefined;
  const advice = suggestions.advice.filter(isAbout).slice(0, MOST_SHOWN - offers.length - (skipped === undefined ? 0 : 1));
  const isNothing = offers.length + advice.length === 0 && skipped === undefined;
  return (
    <DetailsSection id="applies" title={l10n.t('Applies here')}>
      {isNothing ? <NothingKnown op={model.view.nodeOps[layer.node]} checks={suggestions.checks} /> : undefined}
      {offers.map(suggestion => (
        <Offer key={suggestion.rule} model={model} layer={layer} suggestion={suggestion} />
      ))}
      {skipped === undefined ? undefined : (
        <div class="sm applies">
          {skipped.title}
          <div class="muted xs">{skipped.why}</div>
        </div>
      )}
      {advice.map(item => (
        <div key={item.rule} class="sm applies" title={fullText(item)}>
          {item.title}
          <div class="muted xs">{item.why}</div>
        </div>
      ))}
    </DetailsSection>
  );
}

function Offer({ model, layer, suggestion }: Props & { readonly suggestion: Suggestion }) {
  const store = usePage();
  const { trust, runnable, variants, skeletonHash } = store.state.value;
  const tried = measuredBy(suggestion, variants, skeletonHash);
  const times = useTimesIn(tried?.path);
  return (
    <div class="row sm applies">
      <div class="grow">
        <div>{suggestion.title}</div>
        <div class="muted xs">{offerNote(model, layer, suggestion, measuredHere(layer, suggestion, tried, times))}</div>
      </div>
      <Button
        compact
        secondary
        disabled={trust === 'restricted' || !runnable}
        onClick={() => store.act({ kind: 'openOptimize', pass: suggestion.pass, layers: ofLayer(suggestion, layer) })}
      >
        {actionWord(suggestion)}
      </Button>
    </div>
  );
}

function NothingKnown({ op = '', checks }: { readonly op?: string | undefined; readonly checks: number }) {
  return (
    <div class="sm">
      {op === '' ? l10n.t('Nothing known for this layer') : l10n.t('Nothing known for {0}', op)}{' '}
      <div class="muted xs">{l10n.t('{0} checks made', checks)}</div>
    </div>
  );
}

function ofLayer({ layers }: Suggestion, { nodes }: Layer): readonly number[] {
  return layers.filter(node => nodes.includes(node));
}
