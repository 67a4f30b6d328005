import * as l10n from '@vscode/l10n';
import { variantFact } from '../../../src/shared/report/layerFacts';
import { LinkButton } from '../../ui/linkButton';
import type { Layer, LayerModel } from '../model/layerModel';
import type { PageStore } from '../page/pageStore';
import { usePage } from '../page/usePage';
import { layerFacts } from './layerFacts';

interface Props {
  readonly model: LayerModel;
  readonly index: number;
  /** Id of the column whose value the card has already. */
  readonly metric: string;
}

/** What the hover of the text view says of a layer as well: its time with its spread, what runs as one kernel, what it costs, and its time in the file compared with. */
export function LayerLines({ model, index, metric }: Props) {
  const store = usePage();
  const layer = model.layers[index];
  if (layer === undefined) return null;
  const lines = [...layerFacts(model, index, metric), variantLine(store, layer)];
  return (
    <div class="layer-card sm muted">
      {lines.map(line => (line === '' ? undefined : <div key={line}>{line}</div>))}
      {model.body === undefined && layer.node >= 0 ? <Links model={model} layer={layer} /> : undefined}
    </div>
  );
}

function Links({ model, layer }: { readonly model: LayerModel; readonly layer: Layer }) {
  const store = usePage();
  const { suggestions, trust, runnable } = store.state.value;
  const offered = trust === 'restricted' || !runnable ? [] : (suggestions?.offered ?? []);
  const offerOf = (stem: string) =>
    offered
      .filter(({ pass }) => pass.startsWith(stem))
      .map(({ pass, layers }) => ({ pass, layers: layers.filter(node => layer.nodes.includes(node)) }))
      .find(({ layers }) => layers.length > 0);
  const [quantize, prune] = [offerOf('quantize'), offerOf('prune')];
  return (
    <div class="row wrap card-links">
      <LinkButton
        onClick={() => {
          store.selectIn(model, layer.key);
          store.act({ kind: 'openText' });
        }}
      >
        {l10n.t('Show in Text')}
      </LinkButton>
      {quantize === undefined ? undefined : (
        <LinkButton onClick={() => store.act({ kind: 'openOptimize', ...quantize })}>{l10n.t('Quantize')}</LinkButton>
      )}
      {prune === undefined ? undefined : (
        <LinkButton onClick={() => store.act({ kind: 'openOptimize', ...prune })}>{l10n.t('Prune…')}</LinkButton>
      )}
    </div>
  );
}

/** Empty where nothing that still holds is known of the file that the model is compared with. */
function variantLine({ fileDifference, state }: PageStore, { nodes }: Layer): string {
  const shown = fileDifference.value;
  const times = shown?.answer.state === 'done' ? shown.answer.value.times : undefined;
  if (shown === undefined || times === undefined) return '';
  const isStale = state.value.compared.find(({ path }) => path === shown.path)?.isStale === true;
  return isStale ? '' : variantFact({ ...times, name: shown.name }, nodes);
}
