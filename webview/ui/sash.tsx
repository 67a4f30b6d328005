import { useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly onChange: (value: number) => void;
  /** `row`: areas side by side, `value` is the width of the one to the right; `column`: below each other, the height of the lower one. */
  readonly areas?: 'row' | 'column';
  /** Gives the area back the size that it has by itself, where it has one; on a double click. */
  readonly onReset?: () => void;
}

const STEP = 16;
const KEYS = { row: { more: 'ArrowLeft', less: 'ArrowRight' }, column: { more: 'ArrowUp', less: 'ArrowDown' } } as const;

/** Edge between two areas that can be dragged, or moved with the arrow keys, Home and End. */
export function Sash({ label, value, minimum, maximum, onChange, areas = 'row', onReset }: Props) {
  const start = useRef<{ readonly at: number; readonly value: number } | undefined>(undefined);
  const set = (next: number) => onChange(Math.round(Math.max(minimum, Math.min(maximum, next))));
  const placeOf = (event: PointerEvent) => (areas === 'row' ? event.clientX : event.clientY);
  const down = (event: PointerEvent) => {
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { at: placeOf(event), value };
  };
  const move = (event: PointerEvent) => {
    if (start.current !== undefined) set(start.current.value + start.current.at - placeOf(event));
  };
  const key = (event: KeyboardEvent) => {
    const { more, less } = KEYS[areas];
    const targets = new Map([
      [more, value + STEP],
      [less, value - STEP],
      ['Home', minimum],
      ['End', maximum],
    ]);
    const target = targets.get(event.key);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(target);
  };
  return (
    <div
      class={`sash sash-${areas}`}
      role="separator"
      aria-orientation={areas === 'row' ? 'vertical' : 'horizontal'}
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={minimum}
      aria-valuemax={maximum}
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => (start.current = undefined)}
      onDblClick={onReset}
      onKeyDown={key}
    />
  );
}
