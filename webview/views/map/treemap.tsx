import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Surface } from '../../draw/surface';
import { useSize } from '../../ui/useSize';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import { useDimming } from '../page/useDimming';
import { useDrawing } from '../page/useDrawing';
import { usePage } from '../page/usePage';
import { drawMap, drawMapMarks } from './drawMap';
import { mapCells, type MapLayout } from './mapCells';
import { MapHover } from './mapHover';
import { MapTwin } from './mapTwin';
import { LAYER_CONTEXT } from '../page/layerContext';

interface Props {
  readonly model: LayerModel;
  readonly area: LayerColumn;
  readonly section: string | undefined;
  /** Told which groups are too small to be drawn. */
  readonly onOmitted: (names: readonly string[]) => void;
}

export function Treemap({ model, area, section, onOmitted }: Props) {
  const store = usePage();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isFocused, setFocused] = useState(false);
  const [isOver, setOver] = useState(false);
  const marks = useRef<HTMLCanvasElement>(null);
  const layout = useMemo(() => mapCells(model, area, width, height, section), [model, area, width, height, section]);
  useEffect(() => onOmitted(layout.omitted), [layout]);
  const scale = store.scaleOf(model);
  const [selected, hovered] = [store.selectedIn(model), store.hovered.value ?? -1];
  const chosen = store.chosenIn(model);
  const isDimmed = useDimming(model, scale);
  const draw = (surface: Surface) => scale && drawMap(surface, { model, layout, area, scale, isDimmed });
  useDrawing(canvas, { width, height, draw }, [layout, scale, isDimmed]);
  const mark = (surface: Surface) => drawMapMarks(surface, layout, { selected, hovered, chosen });
  useDrawing(marks, { width, height, draw: mark }, [layout, selected, hovered, chosen]);
  const move = (event: MouseEvent) => {
    setOver(true);
    store.hovered.value = layerAt(layout, event);
  };
  const click = (event: MouseEvent) => {
    const layer = layerAt(layout, event);
    if (layer !== undefined) {
      store.pick(model, layer, event);
      return;
    }
    const heading = layout.groups.find(group => isInside(group.area, event));
    if (heading !== undefined && section === undefined && heading.section >= 0)
      store.arrange({ mapSection: heading.name, mapBlock: undefined });
  };
  return (
    <div class="map-box" ref={box} data-vscode-context={LAYER_CONTEXT}>
      <canvas
        ref={canvas}
        data-heat
        aria-hidden="true"
        onMouseMove={move}
        onMouseLeave={() => {
          setOver(false);
          store.hovered.value = undefined;
        }}
        onClick={click}
      />
      <canvas ref={marks} class="map-marks" aria-hidden="true" />
      <MapTwin model={model} area={area} section={section} onFocus={setFocused} />
      <MapHover
        {...{ model, layout, width, height }}
        under={isOver ? store.hovered.value : undefined}
        focused={isFocused && selected >= 0 ? selected : undefined}
      />
    </div>
  );
}

function layerAt(layout: MapLayout, event: MouseEvent): number | undefined {
  for (const group of layout.groups) {
    if (!isInside(group.area, event)) continue;
    const cell = group.cells.find(({ area }) => isInside(area, event));
    return cell === undefined || cell.layer < 0 ? undefined : cell.layer;
  }
  return undefined;
}

function isInside(
  area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  event: MouseEvent,
): boolean {
  const { offsetX, offsetY } = event;
  return offsetX >= area.x && offsetX < area.x + area.width && offsetY >= area.y && offsetY < area.y + area.height;
}
