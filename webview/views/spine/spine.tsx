import { useRef, useState } from 'preact/hooks';
import type { Surface } from '../../draw/surface';
import { useSize } from '../../ui/useSize';
import { matchLayer } from '../model/matchLayer';
import type { LayerModel } from '../model/layerModel';
import { isHighlighted } from '../page/useDimming';
import { useCard } from '../page/useCard';
import { useDrawing } from '../page/useDrawing';
import { usePage } from '../page/usePage';
import { drawSpine, SPINE_HEIGHT, type SpineDrawing } from './drawSpine';
import { SpineCard } from './spineCard';
import { hottestOf, spineSlots, type SpineRange, type SpineSlot } from './spineSlots';
import { SpineTwin } from './spineTwin';
import { useSpinePointer } from './useSpinePointer';
import { LAYER_CONTEXT } from '../page/layerContext';

/** An editor of 640 pixels has so many for the bars; in a narrower one groups have their names alone (design spec 3.2). */
const NAMES_ONLY_BELOW = 608;

/** All layers in execution order, equal width, height and colour by the metric (design spec 4.2). */
export function Spine({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const [box, { width }] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isFocused, setFocused] = useState(false);
  const scale = store.scaleOf(model);
  const range = clampRange(store.ui.value.spineZoom, model.layers.length);
  const slots = scale === undefined ? [] : spineSlots(model, scale, range, width);
  const terms = store.terms.value;
  const highlight = store.highlight.value;
  const pointer = useSpinePointer({ model, range, width, onZoom: spineZoom => store.arrange({ spineZoom }) });
  const selected = store.selectedIn(model);
  const chosen = store.chosenIn(model);
  const hovered = store.hovered.value ?? -1;
  const under = pointer.at === undefined ? undefined : slotAt(slots, pointer.at, width);
  const card = useCard(under?.layer, isFocused && selected >= 0 ? selected : undefined);
  const brush = pointer.dragged ?? store.brush.value;
  const hasValues = width >= NAMES_ONLY_BELOW;
  const draw = (surface: Surface) => {
    if (scale === undefined) return;
    const hits =
      highlight !== undefined
        ? (layer: number) => isHighlighted(scale, layer, highlight)
        : terms.length === 0
          ? undefined
          : (layer: number) => matchLayer(model, layer, terms);
    const drawing: SpineDrawing = { model, scale, range, slots, width, hasValues, selected, chosen, hovered, hits, brush };
    drawSpine(surface, drawing);
  };
  const inputs = [model, scale, range.from, range.to, selected, chosen, hovered, terms, highlight, brush?.[0], brush?.[1]];
  useDrawing(canvas, { width, height: SPINE_HEIGHT, draw }, inputs);
  return (
    <div class="spine">
      <div class="spine-box" ref={box} data-vscode-context={LAYER_CONTEXT} {...pointer.handlers}>
        <canvas ref={canvas} data-heat aria-hidden="true" />
        <SpineTwin model={model} onFocus={setFocused} />
        {card === undefined || scale === undefined ? undefined : (
          <SpineCard
            model={model}
            scale={scale}
            layers={under === undefined ? [card] : hottestOf(scale, under)}
            x={pointer.at ?? middleOf(card, range, width)}
            width={width}
          />
        )}
      </div>
    </div>
  );
}

function slotAt(slots: readonly SpineSlot[], x: number, width: number): SpineSlot | undefined {
  return slots[Math.min(slots.length - 1, Math.max(0, Math.floor((x / Math.max(1, width)) * slots.length)))];
}

function middleOf(layer: number, { from, to }: SpineRange, width: number): number {
  return ((layer + 0.5 - from) / Math.max(1, to - from)) * width;
}

function clampRange(zoom: SpineRange | undefined, count: number): SpineRange {
  if (zoom === undefined || zoom.to > count || zoom.from < 0) return { from: 0, to: count };
  return zoom;
}
