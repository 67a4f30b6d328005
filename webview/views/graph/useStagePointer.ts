import { useRef } from 'preact/hooks';
import { panBy, zoomAt, type Camera } from './camera';

interface StagePointer {
  readonly camera: () => Camera;
  readonly set: (next: Camera) => void;
  /** At a point of the graph, from a click that was no drag; twice for a double click. */
  readonly onClick: (x: number, y: number, isDouble: boolean, event: MouseEvent) => void;
  readonly onHover: (x: number, y: number, screenX: number, screenY: number) => void;
  readonly onLeave: () => void;
}

type Point = readonly [number, number];

const DRAG_PX = 4;
const WHEEL_ZOOM = 0.0022;
const LINE_PX = 18;

/** Drag pans, wheel scrolls, Ctrl+wheel and pinch zoom, click and double click act. */
export function useStagePointer({ camera, set, onClick, onHover, onLeave }: StagePointer) {
  const pointers = useRef(new Map<number, Point>());
  const dragged = useRef(false);
  const pointOf = (event: MouseEvent): Point => {
    const { left = 0, top = 0 } = event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : {};
    return [event.clientX - left, event.clientY - top];
  };
  const inGraph = ([x, y]: Point): Point => [camera().x + x / camera().k, camera().y + y / camera().k];
  const move = (id: number, at: Point) => {
    const before = pointers.current.get(id);
    if (before === undefined) return;
    const other = [...pointers.current].find(([key]) => key !== id)?.[1];
    if (other === undefined) {
      if (!dragged.current && Math.hypot(at[0] - before[0], at[1] - before[1]) < DRAG_PX) return;
      set(panBy(camera(), before[0] - at[0], before[1] - at[1]));
    } else set(pinched(camera(), other, before, at));
    dragged.current = true;
    pointers.current.set(id, at);
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      if (pointers.current.size === 0) dragged.current = false;
      pointers.current.set(event.pointerId, pointOf(event));
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const at = pointOf(event);
      if (pointers.current.has(event.pointerId)) move(event.pointerId, at);
      else onHover(...inGraph(at), ...at);
    },
    onPointerUp: (event: PointerEvent) => pointers.current.delete(event.pointerId),
    onPointerCancel: (event: PointerEvent) => pointers.current.delete(event.pointerId),
    onPointerLeave: onLeave,
    onClick: (event: MouseEvent) => {
      if (!dragged.current) onClick(...inGraph(pointOf(event)), false, event);
    },
    onDblClick: (event: MouseEvent) => onClick(...inGraph(pointOf(event)), true, event),
    onWheel: (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
      if (event.ctrlKey || event.metaKey) set(zoomAt(camera(), Math.exp(-event.deltaY * unit * WHEEL_ZOOM), pointOf(event)));
      else if (event.shiftKey && event.deltaX === 0) set(panBy(camera(), event.deltaY * unit, 0));
      else set(panBy(camera(), event.deltaX * unit, event.deltaY * unit));
    },
  };
}

/** Two fingers: the graph below each stays below it. */
function pinched(camera: Camera, still: Point, from: Point, to: Point): Camera {
  const length = (a: Point, b: Point) => Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1]));
  const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const [before, after] = [middle(still, from), middle(still, to)];
  return zoomAt(panBy(camera, before[0] - after[0], before[1] - after[1]), length(still, to) / length(still, from), after);
}
