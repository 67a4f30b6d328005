import { useRef, useState } from 'preact/hooks';
import { placeAt, type TimelineFrame } from './timelineFrame';
import { panSpan, zoomSpan, type Span } from './zoomSpan';

export type Range = readonly [number, number];

interface Options {
  readonly frame: TimelineFrame | undefined;
  /** Shortest part of the axis that zooming leads to. */
  readonly least: number;
  readonly onHover: (place: number | undefined) => void;
  readonly onClick: (place: number) => void;
  readonly onRange: (range: Range) => void;
  readonly onSpan: (span: Span) => void;
}

const DRAG_PX = 4;
const ZOOM_STEP = 1.2;

/** Click selects, drag takes a range, wheel zooms around the pointer, with Shift it pans, double click shows everything. */
export function useTimelinePointer({ frame, least, onHover, onClick, onRange, onSpan }: Options) {
  const [cursor, setCursor] = useState<{ readonly x: number; readonly y: number } | undefined>(undefined);
  const start = useRef<number | undefined>(undefined);
  const isDragging = useRef(false);
  const placeOf = (x: number) => (frame === undefined ? 0 : Math.max(0, Math.min(frame.steps.end, placeAt(frame, x))));
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      start.current = event.offsetX;
      isDragging.current = false;
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const x = event.offsetX;
      setCursor({ x, y: event.offsetY });
      onHover(frame === undefined ? undefined : placeAt(frame, x));
      if (start.current === undefined || Math.abs(x - start.current) <= DRAG_PX) return;
      isDragging.current = true;
      onRange([placeOf(Math.min(start.current, x)), placeOf(Math.max(start.current, x))]);
    },
    onPointerUp: (event: PointerEvent) => {
      if (start.current !== undefined && !isDragging.current) onClick(placeOf(event.offsetX));
      start.current = undefined;
    },
    onPointerLeave: () => {
      setCursor(undefined);
      onHover(undefined);
    },
    onDblClick: () => onSpan({ from: 0, to: 1 }),
    onWheel: (event: WheelEvent) => {
      if (frame === undefined || scrolls(event)) return;
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) onSpan(panSpan(frame.span, Math.sign(sideways) * 0.1));
      else onSpan(zoomSpan(frame.span, event.deltaY > 0 ? ZOOM_STEP : 1 / ZOOM_STEP, placeOf(event.offsetX) / frame.steps.end, least));
    },
  };
  return { cursor, handlers };
}

/** Where the figure is higher than its place the wheel scrolls; with Ctrl it zooms all the same. */
function scrolls({ currentTarget, ctrlKey, shiftKey }: WheelEvent): boolean {
  const box = currentTarget instanceof Element ? currentTarget.closest('.chart-scroll') : null;
  return box !== null && box.scrollHeight > box.clientHeight + 1 && !ctrlKey && !shiftKey;
}
