import * as l10n from '@vscode/l10n';
import { formatBytes } from '../../../src/shared/base/formatNumber';
import { ListTwin } from '../../ui/listTwin';
import { spokenLayer } from '../model/spokenLayer';
import type { TimelineFrame } from './timelineFrame';

interface Props {
  readonly frame: TimelineFrame;
  /** Selected step, −1 for none. */
  readonly selected: number;
  readonly onSelect: (step: number) => void;
  /** Shift with an arrow: the range from where it began to a step. */
  readonly onExtend: (from: number, to: number) => void;
  readonly onFocus: (isFocused: boolean) => void;
  readonly onEnter: () => void;
}

/** The steps for keyboard and screen readers, in the order of execution. */
export function TimelineTwin({ frame, selected, onSelect, onExtend, onFocus, onEnter }: Props) {
  const { steps, memory, column } = frame;
  const { layers, model } = steps;
  const text = (step: number) => {
    const spoken = spokenLayer(model, column, layers[step] ?? -1);
    return memory === undefined ? spoken : l10n.t('{0}, {1} alive', spoken, formatBytes(memory.liveBytes[step] ?? NaN));
  };
  const select = (step: number, isRange: boolean) => {
    if (isRange) onExtend(Math.max(0, selected), step);
    onSelect(step);
  };
  return (
    <ListTwin
      class="chart-twin"
      label={model.profile === undefined ? l10n.t('Nodes in execution order') : l10n.t('Kernels in execution order')}
      count={layers.length}
      selected={selected}
      text={text}
      onSelect={select}
      onFocus={onFocus}
      onEnter={onEnter}
    />
  );
}
