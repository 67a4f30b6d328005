import { useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly onChange: (value: number) => void;
}

const STEP = 16;

/** Edge between two areas that can be dragged, or moved with the arrow keys; the area to its right has `value` pixels. */
export function Sash({ label, value, minimum, maximum, onChange }: Props) {
  const start = useRef<{ readonly x: number; readonly value: number } | undefined>(undefined);
  const set = (next: number) => onChange(Math.round(Math.max(minimum, Math.min(maximum, next))));
  const down = (event: PointerEvent) => {
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, value };
  };
  const move = (event: PointerEvent) => {
    if (start.current !== undefined) set(start.current.value + start.current.x - event.clientX);
  };
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? STEP : event.key === 'ArrowRight' ? -STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    set(value + step);
  };
  return (
    <div
      class="sash"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={minimum}
      aria-valuemax={maximum}
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => (start.current = undefined)}
      onKeyDown={key}
    />
  );
}
