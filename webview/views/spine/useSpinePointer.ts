import { useRef, useState } from 'preact/hooks';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import type { SpineRange } from './spineSlots';

interface Options {
  readonly model: LayerModel;
  readonly range: SpineRange;
  readonly width: number;
  readonly onZoom: (range: SpineRange | undefined) => void;
}

const DRAG_PX = 4;
const FEWEST_LAYERS = 8;
const ZOOM_STEP = 1.25;

/** Click selects, drag brushes a range, wheel zooms, double click shows everything. */
export function useSpinePointer({ model, range, width, onZoom }: Options) {
  const store = usePage();
  const [at, setAt] = useState<number | undefined>(undefined);
  const [dragged, setDragged] = useState<readonly [number, number] | undefined>(undefined);
  const start = useRef<number | undefined>(undefined);
  const layerAt = (x: number) => {
    const layer = range.from + Math.floor((x / Math.max(1, width)) * (range.to - range.from));
    return Math.max(range.from, Math.min(range.to - 1, layer));
  };
  const xOf = (event: MouseEvent) =>
    event.clientX - (event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect().x : 0);
  const brushed = (from: number, to: number): readonly [number, number] => [layerAt(Math.min(from, to)), layerAt(Math.max(from, to)) + 1];
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      start.current = xOf(event);
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const x = xOf(event);
      setAt(x);
      store.hovered.value = layerAt(x);
      if (start.current !== undefined && Math.abs(x - start.current) > DRAG_PX) setDragged(brushed(start.current, x));
    },
    onPointerUp: (event: PointerEvent) => {
      if (dragged !== undefined) store.brush.value = dragged;
      else if (start.current !== undefined) store.pick(model, layerAt(xOf(event)), event);
      start.current = undefined;
      setDragged(undefined);
    },
    onPointerLeave: () => {
      setAt(undefined);
      store.hovered.value = undefined;
    },
    onDblClick: () => onZoom(undefined),
    onWheel: (event: WheelEvent) => {
      event.preventDefault();
      onZoom(zoomed(range, model.layers.length, layerAt(xOf(event)), event.deltaY > 0 ? ZOOM_STEP : 1 / ZOOM_STEP));
    },
  };
  return { at, dragged, handlers };
}

/** Range after a step of the wheel; the layer under the pointer stays where it is. */
function zoomed(range: SpineRange, count: number, pivot: number, factor: number): SpineRange | undefined {
  const span = Math.round(Math.max(FEWEST_LAYERS, (range.to - range.from) * factor));
  if (span >= count) return undefined;
  const share = (pivot - range.from) / Math.max(1, range.to - range.from);
  const from = Math.max(0, Math.min(count - span, Math.round(pivot - share * span)));
  return { from, to: from + span };
}
