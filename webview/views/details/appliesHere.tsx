import * as l10n from '@vscode/l10n';
import { formatDuration, formatValue } from '../../../src/shared/base/formatNumber';
import type { Advice, Suggestion } from '../../../src/shared/report/suggestion';
import { Button } from '../../ui/button';
import type { Layer } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { actionWord, fullText } from '../page/suggestionText';

const MOST_SHOWN = 3;

/** Suggestions that are about this layer, restricted to it. */
export function AppliesHere({ layer }: { readonly layer: Layer }) {
  const store = usePage();
  const { suggestions, trust, runnable } = store.state.value;
  if (suggestions === undefined) return null;
  const isAbout = ({ layers }: Advice) => layers.some(node => layer.nodes.includes(node));
  const offered = suggestions.offered.filter(isAbout).slice(0, MOST_SHOWN);
  const advice = suggestions.advice.filter(isAbout).slice(0, MOST_SHOWN - offered.length);
  return (
    <section class="details-section">
      <h3 class="details-title">{l10n.t('Applies here')}</h3>
      {offered.length + advice.length === 0 ? (
        <div class="sm">
          {l10n.t('Nothing known for this layer')} <div class="muted xs">{l10n.t('{0} checks made', suggestions.checks)}</div>
        </div>
      ) : undefined}
      {offered.map(suggestion => (
        <div key={suggestion.rule} class="row sm applies">
          <div class="grow">
            <div>{suggestion.title}</div>
            <div class="muted xs">{noteOf(suggestion)}</div>
          </div>
          <Button
            compact
            secondary
            disabled={trust === 'restricted' || !runnable}
            onClick={() =>
              store.act({
                kind: 'openOptimize',
                pass: suggestion.pass,
                layers: suggestion.layers.filter(node => layer.nodes.includes(node)),
              })
            }
          >
            {actionWord(suggestion)}
          </Button>
        </div>
      ))}
      {advice.map(item => (
        <div key={item.rule} class="sm applies" title={fullText(item)}>
          {item.title}
          <div class="muted xs">{item.why}</div>
        </div>
      ))}
    </section>
  );
}

/** The gain is of the whole suggestion, so it says so. */
function noteOf({ gain, layers, promise }: Suggestion): string {
  if (gain === undefined) return l10n.t('no estimate · {0}', promise);
  const unit = gain.metric === 'weightBytes' ? 'bytes' : 'count';
  const text = (value: number) => (gain.metric === 'latencyMs' ? formatDuration(value) : formatValue(value, unit));
  const range = `${text(gain.before)} → ${text(gain.low)} – ${text(gain.high)}`;
  return layers.length > 1
    ? l10n.t('{0} {1} with {2} layers · {3}', gain.basis, range, layers.length, promise)
    : l10n.t('{0} {1} here · {2}', gain.basis, range, promise);
}
