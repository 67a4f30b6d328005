import { useRef } from 'preact/hooks';

interface Props {
  readonly now: () => number;
  readonly onChange: (width: number) => void;
  readonly onReset: () => void;
}

/** Right edge of a column, for the pointer alone: dragging makes it narrower or wider, a double click gives it the width that it comes with. */
export function ColumnEdge({ now, onChange, onReset }: Props) {
  const start = useRef<{ readonly x: number; readonly width: number } | undefined>(undefined);
  return (
    <span
      class="column-edge"
      aria-hidden="true"
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: now() };
      }}
      onPointerMove={({ clientX }) => {
        if (start.current !== undefined) onChange(start.current.width + clientX - start.current.x);
      }}
      onPointerUp={() => (start.current = undefined)}
      onPointerCancel={() => (start.current = undefined)}
      onDblClick={onReset}
    />
  );
}
