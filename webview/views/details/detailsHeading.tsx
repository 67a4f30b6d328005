import * as l10n from '@vscode/l10n';
import { formatDuration } from '../../../src/shared/base/formatNumber';
import { HeatSwatch } from '../../ui/heatSwatch';
import { IconButton } from '../../ui/iconButton';
import { columnText, shareText } from '../model/columnText';
import { fileName, rankText } from '../model/layerText';
import type { LayerModel } from '../model/layerModel';
import { opDetail } from '../model/nodeText';
import { usePage } from '../page/usePage';

interface Props {
  readonly model: LayerModel;
  readonly index: number;
}

/** Name, what it is, its value with spread, share and rank. */
export function DetailsHeading({ model, index }: Props) {
  const store = usePage();
  const layer = model.layers[index];
  const scale = store.scaleOf(model);
  const [primary] = model.columns.values();
  if (layer === undefined || scale === undefined || primary === undefined) return null;
  const heat = scale.column.values[index] ?? NaN;
  const value = primary.values[index] ?? NaN;
  const rank = rankText(primary.values, index);
  const isInferred = model.sections[layer.section]?.inferred === true;
  return (
    <section class="details-section">
      <div class="row">
        <HeatSwatch size={12} t={Number.isNaN(heat) ? undefined : scale.heat(heat)} />
        <h2 class={`grow trunc ${isInferred ? 'inferred' : ''}`} title={layer.name}>
          {layer.name}
        </h2>
        <IconButton icon="go-to-file" label={l10n.t('Show in text')} onClick={() => store.act({ kind: 'openText' })} />
      </div>
      <div class="muted sm">
        {layer.node < 0 ? (model.profile?.kernels[layer.anchorKernel]?.op ?? '') : opDetail(model.view, layer.node)}
      </div>
      <div class="muted mono-sm trunc" title={l10n.t('Name in the file')}>
        {fileName(model, layer)}
      </div>
      <div class="details-value">
        <span class="value">{columnText(primary, value)}</span>
        <span class="muted sm nowrap" title={l10n.t('Half the 95 % interval of the median')}>
          {spreadText(model, index)}
        </span>
        <span class="grow" />
        <span class="muted sm nowrap">{[placeText(primary.id, shareText(primary, value)), rank].filter(Boolean).join(', ')}</span>
      </div>
    </section>
  );
}

function placeText(column: string, share: string): string {
  if (share === '' || share === '–') return '';
  return column === 'latencyMs' ? l10n.t('{0} of the run', share) : l10n.t('{0} of all MACs', share);
}

/** Half the 95 % interval of the median of a single kernel. */
function spreadText(model: LayerModel, index: number): string {
  const kernels = model.layers[index]?.kernels ?? [];
  const kernel = kernels.length === 1 ? model.profile?.kernels[kernels[0] ?? -1] : undefined;
  return kernel === undefined || kernel.highMs <= kernel.lowMs ? '' : `± ${formatDuration((kernel.highMs - kernel.lowMs) / 2)}`;
}
