import { useId } from 'preact/hooks';
import { formatBytes } from '../../../src/shared/base/formatNumber';
import { listTarget } from '../../ui/listTarget';
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
}

/** Options kept in the document around the active one. */
const WINDOW = 40;

/** The steps for keyboard and screen readers: a listbox in the order of execution. */
export function TimelineTwin({ frame, selected, onSelect, onExtend, onFocus }: Props) {
  const id = useId();
  const { steps, memory, column } = frame;
  const { layers, model } = steps;
  const active = Math.max(0, selected);
  const from = Math.max(0, active - WINDOW);
  const key = (event: KeyboardEvent) => {
    const next = listTarget(event.key, active, layers.length);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) onExtend(active, next);
    onSelect(next);
  };
  return (
    <div
      class="chart-twin"
      role="listbox"
      tabIndex={0}
      aria-label={`${model.profile === undefined ? 'Nodes' : 'Kernels'} in execution order`}
      aria-orientation="horizontal"
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={key}
      onFocus={() => onFocus(true)}
      onBlur={() => onFocus(false)}
    >
      {Array.from(layers.subarray(from, active + WINDOW), (layer, offset) => {
        const step = from + offset;
        const alive = memory === undefined ? '' : `, ${formatBytes(memory.liveBytes[step] ?? NaN)} alive`;
        return (
          <div
            key={step}
            id={`${id}-${step}`}
            role="option"
            class="visually-hidden"
            aria-selected={step === selected}
            aria-setsize={layers.length}
            aria-posinset={step + 1}
          >
            {spokenLayer(model, column, layer) + alive}
          </div>
        );
      })}
    </div>
  );
}
