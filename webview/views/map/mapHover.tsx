import { px } from '../../ui/px';
import type { LayerModel } from '../model/layerModel';
import { LayerCard } from '../page/layerCard';
import { usePage } from '../page/usePage';
import type { MapLayout } from './mapCells';

interface Props {
  readonly model: LayerModel;
  readonly layout: MapLayout;
  readonly width: number;
  readonly height: number;
}

const CARD_WIDTH = 240;
const CARD_HEIGHT = 60;

/** The layer under the pointer, beside its cell. */
export function MapHover({ model, layout, width, height }: Props) {
  const store = usePage();
  const hovered = store.hovered.value;
  const scale = store.scaleOf(model);
  const group = layout.groups.find(({ section }) => section === (model.layers[hovered ?? -1]?.section ?? -1)) ?? layout.groups[0];
  const cell = group?.cells.find(({ layer }) => layer === hovered);
  if (hovered === undefined || cell === undefined || scale === undefined) return null;
  const { area } = cell;
  const left = Math.min(Math.max(0, area.x + 8), width - CARD_WIDTH - 8);
  const below = area.y + area.height + 4;
  const top = below + CARD_HEIGHT < height ? below : Math.max(0, area.y - CARD_HEIGHT);
  return (
    <div class="overlay hover-card map-card" style={{ left: px(left), top: px(top), width: px(CARD_WIDTH) }} aria-hidden="true">
      <LayerCard model={model} scale={scale} index={hovered} />
    </div>
  );
}
