import { useMemo, useRef, useState } from 'preact/hooks';
import type { Surface } from '../../draw/surface';
import { px } from '../../ui/px';
import { useSize } from '../../ui/useSize';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import { LayerCard } from '../page/layerCard';
import { useCard } from '../page/useCard';
import { useDimming } from '../page/useDimming';
import { useDrawing } from '../page/useDrawing';
import { usePage } from '../page/usePage';
import { drawIcicle, icicleColumns } from './drawIcicle';
import { icicleRows, type IciclePart } from './icicleRows';
import { MapTwin } from './mapTwin';
import { LAYER_CONTEXT } from '../page/layerContext';

const CARD_WIDTH = 240;
const CARD_HEIGHT = 52;

interface Props {
  readonly model: LayerModel;
  readonly area: LayerColumn;
  readonly section: string | undefined;
  /** Block of the section that is shown alone. */
  readonly block: string | undefined;
}

/** Groups as columns from left to right, execution downwards, layers as bars as long as their value. */
export function Icicle({ model, area, section, block }: Props) {
  const store = usePage();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isFocused, setFocused] = useState(false);
  const [isOver, setOver] = useState(false);
  const rows = useMemo(() => icicleRows(model, area, section, block), [model, area, section, block]);
  const scale = store.scaleOf(model);
  const [selected, hovered] = [store.selectedIn(model), store.hovered.value ?? -1];
  const chosen = store.chosenIn(model);
  const isDimmed = useDimming(model, scale);
  const title = block ?? section ?? store.state.value.fileName.replace(/\.onnx$/, '');
  const draw = (surface: Surface) =>
    scale && drawIcicle(surface, { rows, area, scale, title, width, height, selected, chosen, hovered, isDimmed });
  useDrawing(canvas, { width, height, draw }, [rows, area, scale, title, selected, chosen, hovered, isDimmed]);
  const at = <T extends IciclePart>(parts: readonly T[], { offsetY }: MouseEvent) => {
    const share = (offsetY - 8) / Math.max(1, height - 18);
    return parts.find(({ from, to }) => share >= from && share < to);
  };
  const columns = icicleColumns(width, rows);
  const move = (event: MouseEvent) => {
    setOver(true);
    store.hovered.value = event.offsetX >= columns.layers ? at(rows.layers, event)?.layer : undefined;
  };
  const zoomToSection = (part: IciclePart | undefined) => {
    if (block !== undefined) store.arrange({ mapBlock: undefined });
    else store.arrange({ mapSection: section === undefined ? part?.name : undefined });
  };
  const zoomToBlock = (part: IciclePart | undefined) => {
    if (part === undefined || part.name === '') return;
    store.arrange({ mapSection: part.section, mapBlock: block === undefined ? part.name : undefined });
  };
  const click = (event: MouseEvent) => {
    if (event.offsetX >= columns.layers) store.pick(model, at(rows.layers, event)?.layer ?? -1, event);
    else if (event.offsetX >= columns.blocks) zoomToBlock(at(rows.blocks, event));
    else if (event.offsetX >= columns.sections) zoomToSection(at(rows.sections, event));
  };
  const card = useCard(isOver ? store.hovered.value : undefined, isFocused && selected >= 0 ? selected : undefined);
  const row = card === undefined ? undefined : rows.layers.find(({ layer }) => layer === card);
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
      <MapTwin model={model} area={area} section={section} onFocus={setFocused} />
      {row === undefined || scale === undefined ? undefined : (
        <div
          class="overlay hover-card map-card"
          style={{ left: px(columns.layers + 12), top: px(cardTop(row, height)), width: px(CARD_WIDTH) }}
          aria-hidden="true"
        >
          <LayerCard model={model} scale={scale} index={row.layer} />
        </div>
      )}
    </div>
  );
}

/** Below the bar, above it where there is no room. */
function cardTop({ from, to }: IciclePart, height: number): number {
  const full = height - 18;
  const below = 8 + to * full + 6;
  return below + CARD_HEIGHT < height ? below : Math.max(0, 8 + from * full - CARD_HEIGHT - 6);
}
