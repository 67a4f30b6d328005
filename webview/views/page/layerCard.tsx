import { HeatSwatch } from '../../ui/heatSwatch';
import { columnText, shareText } from '../model/columnText';
import type { HeatScale } from '../model/heatScale';
import { opDetail } from '../model/nodeText';
import { opCell } from '../model/layerText';
import type { LayerModel } from '../model/layerModel';

interface Props {
  readonly model: LayerModel;
  readonly scale: HeatScale;
  readonly index: number;
}

/** A layer in two lines: name and value, op and share. */
export function LayerCard({ model, scale, index }: Props) {
  const layer = model.layers[index];
  if (layer === undefined) return null;
  const { column } = scale;
  const value = column.values[index] ?? NaN;
  const { op, rest } = opCell(model, layer);
  return (
    <div class="layer-card">
      <div class="row">
        <HeatSwatch t={Number.isNaN(value) ? undefined : scale.heat(value)} />
        <b class="grow trunc">{layer.name}</b>
        <span>{columnText(column, value)}</span>
      </div>
      <div class="row sm muted">
        <span class="grow trunc">{layer.node < 0 ? op : `${opDetail(model.view, layer.node)} ${rest}`}</span>
        <span>{shareText(column, value)}</span>
      </div>
    </div>
  );
}
