import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration } from '../../../src/shared/base/formatNumber';
import { ChartTable, type ChartColumn } from '../../ui/chartTable';
import { columnText } from '../model/columnText';
import { opCell } from '../model/layerText';
import type { TimelineFrame } from './timelineFrame';

interface Props {
  readonly frame: Pick<TimelineFrame, 'steps' | 'memory' | 'sums'>;
  readonly selected: number;
  readonly onSelect: (step: number) => void;
}

/** The timeline as a table: a row per step. */
export function TimelineTable({ frame, selected, onSelect }: Props) {
  const { steps, memory, sums } = frame;
  const layerOf = (step: number) => steps.model.layers[steps.layers[step] ?? -1];
  const columns: readonly ChartColumn[] = [
    { title: '#', width: 1, isNumber: true, text: step => String(step + 1) },
    { title: steps.model.profile === undefined ? l10n.t('Node') : l10n.t('Kernel'), width: 5, text: step => layerOf(step)?.name ?? '' },
    {
      title: l10n.t('Op'),
      width: 3,
      text: step => {
        const layer = layerOf(step);
        return layer === undefined ? '' : opCell(steps.model, layer).op;
      },
    },
    ...(steps.isTime
      ? [{ title: l10n.t('Start'), width: 2, isNumber: true, text: (step: number) => formatDuration(steps.starts[step] ?? NaN) }]
      : []),
    { title: sums.title, width: 2, isNumber: true, text: step => columnText(sums, sums.values[steps.layers[step] ?? -1] ?? NaN) },
    { title: l10n.t('Live activations'), width: 2, isNumber: true, text: step => formatBytes(memory?.liveBytes[step] ?? NaN) },
    { title: l10n.t('Output'), width: 2, isNumber: true, text: step => formatBytes(memory?.outputBytes[step] ?? NaN) },
  ];
  return <ChartTable label={l10n.t('Timeline')} count={steps.layers.length} columns={columns} selected={selected} onSelect={onSelect} />;
}
