import * as l10n from '@vscode/l10n';
import { formatBytes } from '../../../src/shared/base/formatNumber';
import { speedText } from '../../../src/shared/report/layerTimingText';
import type { Suggestion } from '../../../src/shared/report/suggestion';
import type { Variant } from '../../../src/shared/report/variant';
import { Button } from '../../ui/button';
import { Tag } from '../../ui/tag';
import { actionWord, changeText, fullText, gainRange, gainText } from '../page/suggestionText';
import { usePage } from '../page/usePage';
import { measuredBy } from './measuredBy';

interface Props {
  readonly suggestion: Suggestion;
  readonly isPrimary: boolean;
}

/** Title, gain with its basis, risk; the same card turns "measured" once a variant has tried it. */
export function SuggestionCard({ suggestion, isPrimary }: Props) {
  const store = usePage();
  const { variants, skeletonHash } = store.state.value;
  const { rule } = suggestion;
  const variant = measuredBy(suggestion, variants, skeletonHash);
  return (
    <article class="card" title={fullText(suggestion)} data-vscode-context={JSON.stringify({ webviewSection: 'suggestion', rule })}>
      <h3>{suggestion.title}</h3>
      {variant === undefined ? <Estimate suggestion={suggestion} /> : <Measured suggestion={suggestion} variant={variant} />}
      <div class="row wrap card-actions">
        {variant === undefined ? (
          <>
            <Button compact secondary={!isPrimary} action="apply" onClick={() => store.act({ kind: 'applySuggestion', rule })}>
              {actionWord(suggestion)}
            </Button>
            <Button compact secondary action="preview" onClick={() => store.act({ kind: 'previewSuggestion', rule })}>
              {l10n.t('Preview')}
            </Button>
          </>
        ) : (
          <>
            <Button compact secondary onClick={() => store.act({ kind: 'openVariant', id: variant.id })}>
              {l10n.t('Open {0}', variant.name)}
            </Button>
            <Button compact secondary onClick={() => store.act({ kind: 'compareWithBaseline', id: variant.id })}>
              {l10n.t('Compare')}
            </Button>
          </>
        )}
      </div>
    </article>
  );
}

function Estimate({ suggestion: { gain, promise, why } }: { readonly suggestion: Suggestion }) {
  return (
    <div class="gain sm">
      <span>{gain === undefined ? why : gainText(gain)}</span>
      <Tag kind={gain === undefined || gain.basis === 'none' ? 'no estimate' : gain.basis} />
      <span class="muted gain-basis">{gain?.from ?? ''}</span>
      <span class="muted">{promise}</span>
    </div>
  );
}

function Measured({ suggestion: { gain, promise }, variant }: { readonly suggestion: Suggestion; readonly variant: Variant }) {
  const { latency } = variant.result;
  // An estimate of the size is compared with the size, whatever the time turned out to be.
  const size = gain?.metric === 'weightBytes' ? formatBytes(variant.bytes) : '';
  const estimate = gain === undefined ? '' : l10n.t('estimate was {0}', gainRange(gain));
  return (
    <div class="gain sm">
      <span>
        {latency === undefined ? (
          l10n.t('written, not measured')
        ) : (
          <>
            <b>{changeText(latency.before.medianMs, latency.after.medianMs)}</b>, {speedText(latency.speedup)}
          </>
        )}
      </span>
      <Tag kind="measured" />
      <span class="muted">{[size, estimate].filter(Boolean).join(', ')}</span>
      <span class="muted">{promise}</span>
    </div>
  );
}
