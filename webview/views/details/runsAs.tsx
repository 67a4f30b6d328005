import * as l10n from '@vscode/l10n';
import { formatDuration } from '../../../src/shared/base/formatNumber';
import type { Kernel } from '../../../src/shared/report/latency';
import { Fallback } from '../model/fallback';
import { HeatSwatch } from '../../ui/heatSwatch';
import { Icon } from '../../ui/icon';
import { heatColor, heatInk } from '../../ui/theme';
import { heatScale } from '../model/heatScale';
import { bareOp } from '../model/layerText';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { DetailsSection } from './detailsSection';
import { satelliteRows, type SatelliteRow } from './satelliteRows';
import { unitCountText } from '../model/unitCountText';

interface Props {
  readonly model: LayerModel;
  readonly index: number;
}

const MOST_NODES_SHOWN = 3;

/** Which nodes of the file run as which kernel, and what runs around it. */
export function RunsAs({ model, index }: Props) {
  const layer = model.layers[index];
  const kernel = model.profile?.kernels[layer?.anchorKernel ?? -1];
  if (layer === undefined || kernel === undefined) return null;
  const others = satelliteRows(model, index);
  const count = layer.kernels.length;
  const anchor: SatelliteRow = { name: bareOp(kernel.op), kernels: 1, timeMs: kernel.medianMs, isTiny: false };
  return (
    <DetailsSection id="runsAs" title={count > 1 ? l10n.t('Runs as {0} kernels', count) : l10n.t('Runs as')}>
      <Fusion model={model} index={index} kernel={kernel} />
      {others.length === 0 ? undefined : (
        <div class="satellites">
          {[anchor, ...others].map(row => (
            <SatelliteLine key={row.name} model={model} row={row} />
          ))}
        </div>
      )}
    </DetailsSection>
  );
}

interface FusionProps extends Props {
  readonly kernel: Kernel;
}

function Fusion({ model, index, kernel }: FusionProps) {
  const { covers, op } = kernel;
  const store = usePage();
  const scale = store.scaleOf(model);
  const heat = scale?.heat(scale.column.values[index] ?? NaN) ?? 0;
  const node = model.layers[index]?.node ?? -1;
  const shown = [...new Set([node, ...covers])].filter(id => id >= 0).slice(0, MOST_NODES_SHOWN);
  const more = covers.length - shown.length;
  const anchorStyle = { background: heatColor(heat), color: heatInk(heat), borderColor: 'transparent' };
  return (
    <div class="row wrap fusion">
      {shown.length === 0 ? <span class="muted sm">{l10n.t('added by the runtime')}</span> : undefined}
      <span class={shown.length > 1 ? 'fusion-box' : 'row'}>
        {shown.map(id => (
          <span
            key={id}
            class="node-box"
            title={model.view.nodeNames[id]}
            {...(id === node ? { style: anchorStyle, 'data-heat': true } : {})}
          >
            {(model.view.nodeOps[id] ?? '').replace('BatchNormalization', 'BN')}
          </span>
        ))}
        {more > 0 ? <span class="xs muted">+{more}</span> : undefined}
      </span>
      <Icon name="arrow-right" />
      <span class="node-box mono kernel-box">{op}</span>
      <Fallback model={model} kernel={kernel} />
    </div>
  );
}

function SatelliteLine({ model, row }: { readonly model: LayerModel; readonly row: SatelliteRow }) {
  const latency = model.columns.get('latencyMs');
  const t = latency === undefined || row.isTiny ? undefined : heatScale(latency, false).heat(row.timeMs);
  return (
    <div class={`row sm satellite ${row.isTiny ? 'muted' : ''}`}>
      <HeatSwatch t={t} />
      <span class="grow trunc">
        {row.name} {row.kernels > 1 && !row.isTiny ? <span class="muted">{unitCountText('kernels', row.kernels)}</span> : undefined}
      </span>
      <span>{formatDuration(row.timeMs)}</span>
    </div>
  );
}
