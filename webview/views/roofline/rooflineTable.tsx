import * as l10n from '@vscode/l10n';
import { formatValue } from '../../../src/shared/base/formatNumber';
import { ChartTable, type ChartColumn } from '../../ui/chartTable';
import { opCell } from '../model/layerText';
import type { RooflineFrame } from './rooflineFrame';
import { ridge, type RooflinePoint } from './rooflinePoints';
import { roofText, speedText, timeText } from './rooflineWords';

interface Props {
  readonly frame: RooflineFrame;
  readonly selected: number;
  readonly onSelect: (point: number) => void;
}

/** The plot as a table: a row per dot. */
export function RooflineTable({ frame, selected, onSelect }: Props) {
  const { model, points, roofs, isMeasured } = frame;
  const of = (text: (point: RooflinePoint) => string) => (row: number) => {
    const point = points[row];
    return point === undefined ? '' : text(point);
  };
  const columns: readonly ChartColumn[] = [
    { title: l10n.t('Layer'), width: 5, text: of(({ layer }) => model.layers[layer]?.name ?? '') },
    {
      title: l10n.t('Op'),
      width: 3,
      text: of(point => {
        const layer = model.layers[point.layer];
        return layer === undefined ? '' : opCell(model, layer).op;
      }),
    },
    { title: l10n.t('Intensity'), width: 3, isNumber: true, text: of(({ intensity }) => formatValue(intensity, 'flopPerByte')) },
    { title: l10n.t('Speed'), width: 3, isNumber: true, text: of(({ flopPerSecond }) => speedText(flopPerSecond)) },
    { title: l10n.t('Reached'), width: 3, isNumber: true, isMain: true, text: of(point => roofText(point, roofs)) },
    { title: isMeasured ? l10n.t('Time') : l10n.t('Predicted time'), width: 2, isNumber: true, text: of(point => timeText(point, frame)) },
    {
      title: l10n.t('Limited by'),
      width: 2,
      text: of(({ intensity, isInteger }) => (intensity < ridge(roofs, isInteger) ? l10n.t('memory') : l10n.t('compute'))),
    },
  ];
  return <ChartTable label={l10n.t('Roofline')} count={points.length} columns={columns} selected={selected} onSelect={onSelect} />;
}
