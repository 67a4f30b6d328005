import { formatDuration, formatValue } from '../../../src/shared/base/formatNumber';
import type { Suggestion } from '../../../src/shared/report/suggestion';
import { Button } from '../../ui/button';
import type { Layer } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { actionWord } from '../page/suggestionText';

const MOST_SHOWN = 3;

/** Suggestions that are about this layer, restricted to it. */
export function AppliesHere({ layer }: { readonly layer: Layer }) {
  const store = usePage();
  const { suggestions, trust, runnable } = store.state.value;
  const isAbout = ({ layers }: Suggestion) => layers.some(node => layer.nodes.includes(node));
  const offered = (suggestions?.offered ?? []).filter(isAbout).slice(0, MOST_SHOWN);
  if (suggestions === undefined) return null;
  const checks = suggestions.offered.length + suggestions.declined.length;
  return (
    <section class="details-section">
      <h3 class="details-title">Applies here</h3>
      {offered.length === 0 ? (
        <div class="sm">
          Nothing known for this layer <div class="muted xs">{checks} checks made</div>
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
    </section>
  );
}

/** The gain is of the whole suggestion, so it says so. */
function noteOf({ gain, layers, promise }: Suggestion): string {
  if (gain === undefined) return `no estimate · ${promise}`;
  const where = layers.length > 1 ? `with ${layers.length} layers` : 'here';
  const unit = gain.metric === 'weightBytes' ? 'bytes' : 'count';
  const text = (value: number) => (gain.metric === 'latencyMs' ? formatDuration(value) : formatValue(value, unit));
  return `${gain.basis} ${text(gain.before)} → ${text(gain.low)} – ${text(gain.high)} ${where} · ${promise}`;
}
