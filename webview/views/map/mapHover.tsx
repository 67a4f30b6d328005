import { px } from '../../ui/px';
import type { LayerModel } from '../model/layerModel';
import { LayerCard } from '../page/layerCard';
import { useCard } from '../page/useCard';
import { usePage } from '../page/usePage';
import type { MapCell, MapLayout } from './mapCells';

interface Props {
  readonly model: LayerModel;
  readonly layout: MapLayout;
  readonly width: number;
  readonly height: number;
  /** Layer that the pointer is on, here and nowhere else. */
  readonly under: number | undefined;
  /** Layer that the keyboard is on. */
  readonly focused: number | undefined;
}

const CARD_WIDTH = 240;
const CARD_HEIGHT = 60;

/** The layer under the pointer, or the one that the keyboard is on, beside its cell. */
export function MapHover({ model, layout, width, height, under, focused }: Props) {
  const store = usePage();
  const drawn = (layer: number | undefined) => (layer !== undefined && cellOf(model, layout, layer) !== undefined ? layer : undefined);
  const shown = useCard(drawn(under), drawn(focused));
  const scale = store.scaleOf(model);
  const cell = shown === undefined ? undefined : cellOf(model, layout, shown);
  if (shown === undefined || cell === undefined || scale === undefined) return null;
  const { area } = cell;
  const left = Math.min(Math.max(0, area.x + 8), width - CARD_WIDTH - 8);
  const below = area.y + area.height + 4;
  const top = below + CARD_HEIGHT < height ? below : Math.max(0, area.y - CARD_HEIGHT);
  return (
    <div class="overlay hover-card map-card" style={{ left: px(left), top: px(top), width: px(CARD_WIDTH) }} aria-hidden="true">
      <LayerCard model={model} scale={scale} index={shown} />
    </div>
  );
}

function cellOf(model: LayerModel, { groups }: MapLayout, layer: number): MapCell | undefined {
  const section = model.layers[layer]?.section ?? -1;
  return groups.find(group => group.section === section)?.cells.find(cell => cell.layer === layer);
}
