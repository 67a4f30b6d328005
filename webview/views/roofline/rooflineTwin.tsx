import { useId } from 'preact/hooks';
import { formatValue } from '../../../src/shared/base/formatNumber';
import { listTarget } from '../../ui/listTarget';
import { spokenLayer } from '../model/spokenLayer';
import type { RooflineFrame } from './rooflineFrame';
import { roofText, speedText } from './rooflineWords';

interface Props {
  readonly frame: RooflineFrame;
  /** Selected point, −1 for none. */
  readonly selected: number;
  readonly onSelect: (point: number) => void;
  readonly onFocus: (isFocused: boolean) => void;
}

/** Options kept in the document around the active one. */
const WINDOW = 40;

/** The dots for keyboard and screen readers: a listbox from the lowest intensity to the highest. */
export function RooflineTwin({ frame, selected, onSelect, onFocus }: Props) {
  const id = useId();
  const { model, points, scale, roofs } = frame;
  const active = Math.max(0, selected);
  const from = Math.max(0, active - WINDOW);
  const key = (event: KeyboardEvent) => {
    const next = listTarget(event.key, active, points.length);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(next);
  };
  return (
    <div
      class="chart-twin"
      role="listbox"
      tabIndex={0}
      aria-label="Layers by arithmetic intensity"
      aria-orientation="horizontal"
      {...(points.length > 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
      onKeyDown={key}
      onFocus={() => onFocus(true)}
      onBlur={() => onFocus(false)}
    >
      {points.slice(from, active + WINDOW).map((point, offset) => (
        <div
          key={point.layer}
          id={`${id}-${from + offset}`}
          role="option"
          class="visually-hidden"
          aria-selected={from + offset === selected}
          aria-setsize={points.length}
          aria-posinset={from + offset + 1}
        >
          {spokenLayer(model, scale.column, point.layer)}, {formatValue(point.intensity, 'flopPerByte')}, {speedText(point.flopPerSecond)},{' '}
          {roofText(point, roofs)}
        </div>
      ))}
    </div>
  );
}
