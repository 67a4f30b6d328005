import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount, formatDuration, formatShare } from '../../../src/shared/base/formatNumber';
import { matchedMs } from '../../../src/shared/report/matchedMs';
import { LinkButton } from '../../ui/linkButton';
import type { Layer, LayerModel } from '../model/layerModel';
import { ownTimeText } from '../model/ownTime';
import type { ShownDifference } from '../page/pageStore';
import { usePage } from '../page/usePage';

interface Props {
  readonly model: LayerModel;
  readonly index: number;
}

/** What the hover of the text view says of a layer as well: its time with its spread, what runs as one kernel, what it costs, and its time in the file compared with. */
export function LayerLines({ model, index }: Props) {
  const store = usePage();
  const layer = model.layers[index];
  if (layer === undefined) return null;
  const lines = [
    timeText(model, layer, index),
    kernelText(model, layer),
    costText(model, layer),
    variantText(layer, store.fileDifference.value),
  ];
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
  const passOf = (stem: string) =>
    offered.find(({ pass, layers }) => pass.startsWith(stem) && layers.some(node => layer.nodes.includes(node)))?.pass;
  const optimize = (pass: string) => store.act({ kind: 'openOptimize', pass, layers: layer.nodes });
  const [quantize, prune] = [passOf('quantize'), passOf('prune')];
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
      {quantize === undefined ? undefined : <LinkButton onClick={() => optimize(quantize)}>{l10n.t('Quantize')}</LinkButton>}
      {prune === undefined ? undefined : <LinkButton onClick={() => optimize(prune)}>{l10n.t('Prune…')}</LinkButton>}
    </div>
  );
}

/** `2.04 ms ± 30 µs, 3.6 % of time`: half the 95 % interval of the median, of a layer of one kernel. */
function timeText(model: LayerModel, layer: Layer, index: number): string {
  const column = model.columns.get('latencyMs');
  const timeMs = column?.values[index] ?? NaN;
  if (column === undefined || Number.isNaN(timeMs)) return ownTimeText(model, layer);
  const kernel = layer.kernels.length === 1 ? model.profile?.kernels[layer.kernels[0] ?? -1] : undefined;
  const spread = kernel === undefined || kernel.highMs <= kernel.lowMs ? '' : ` ± ${formatDuration((kernel.highMs - kernel.lowMs) / 2)}`;
  return l10n.t('{0}, {1} of time', formatDuration(timeMs) + spread, formatShare(timeMs / column.total));
}

function kernelText({ view, profile }: LayerModel, { nodes, anchorKernel }: Layer): string {
  const kernel = profile?.kernels[anchorKernel];
  const covers = kernel?.covers ?? nodes;
  const ops = [...new Set(covers.map(node => view.nodeOps[node] ?? ''))].join(' + ');
  return kernel === undefined ? ops : l10n.t('{0}, one kernel: {1}', ops, kernel.op);
}

function costText({ view }: LayerModel, { nodes }: Layer): string {
  const sum = (id: string) => {
    const values = view.analysis.columns.find(column => column.id === id)?.values;
    return nodes.reduce((total, node) => total + (values?.[node] ?? NaN), 0);
  };
  return l10n.t('MACs, weights: {0}, {1}', formatCount(sum('macs')), formatBytes(sum('weightBytes')));
}

function variantText({ nodes }: Layer, shown: ShownDifference | undefined): string {
  const times = shown?.answer.state === 'done' ? shown.answer.value.times : undefined;
  const timeMs = times === undefined ? undefined : matchedMs(times.nodeMs, nodes);
  return shown === undefined || timeMs === undefined ? '' : l10n.t('In {0}: {1}', shown.name, formatDuration(timeMs));
}
