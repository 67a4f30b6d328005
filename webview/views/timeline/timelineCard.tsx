import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration } from '../../../src/shared/base/formatNumber';
import { px } from '../../ui/px';
import { LayerCard } from '../page/layerCard';
import { aliveAt } from './stepMemory';
import { xOf, type TimelineFrame } from './timelineFrame';

interface Props {
  readonly frame: TimelineFrame;
  readonly step: number;
  /** Where the pointer is; beside the step when it is nowhere. */
  readonly cursor: number | undefined;
}

const CARD_WIDTH = 280;
const MOST_TENSORS = 6;

/** A step, and the tensors that are alive while it runs. */
export function TimelineCard({ frame, step, cursor }: Props) {
  const { steps, memory, tracks, scale, column } = frame;
  const x = cursor ?? xOf(frame, steps.starts[step + 1] ?? 0);
  const left = x + 16 + CARD_WIDTH < tracks.right ? x + 16 : Math.max(4, x - CARD_WIDTH - 16);
  const alive = memory === undefined ? [] : aliveAt(memory, step);
  const facts = steps.model.view.analysis.tensors;
  return (
    <div class="overlay chart-card" style={{ left: px(left), top: px(tracks.memory.top + 6), width: px(CARD_WIDTH) }} aria-hidden="true">
      <LayerCard model={steps.model} scale={{ ...scale, column }} index={steps.layers[step] ?? -1} />
      <div class="row sm muted">
        <span class="grow">
          {steps.isTime ? l10n.t('from {0}', formatDuration(steps.starts[step] ?? 0)) : l10n.t('{0} of {1}', step + 1, steps.layers.length)}
        </span>
        {memory === undefined ? undefined : <span>{l10n.t('{0} alive', formatBytes(memory.liveBytes[step] ?? NaN))}</span>}
      </div>
      {alive.slice(0, MOST_TENSORS).map(life => (
        <div key={life} class="row xs">
          <span class="grow trunc mono-sm">{facts[memory?.tensors[life] ?? -1]?.name}</span>
          <span>{formatBytes(memory?.bytes[life] ?? NaN)}</span>
        </div>
      ))}
      {alive.length > MOST_TENSORS ? <div class="xs muted">{l10n.t('{0} more', alive.length - MOST_TENSORS)}</div> : undefined}
    </div>
  );
}
