import { px } from '../../ui/px';
import type { HeatScale } from '../model/heatScale';
import type { LayerModel } from '../model/layerModel';
import { LayerCard } from '../page/layerCard';
import { hottestOf, type SpineRange, type SpineSlot } from './spineSlots';

interface Props {
  readonly model: LayerModel;
  readonly scale: HeatScale;
  readonly slots: readonly SpineSlot[];
  readonly x: number;
  readonly width: number;
  readonly range: SpineRange;
}

const CARD_WIDTH = 240;

/** Under the pointer: the layer, or the three hottest of a bin. */
export function SpineCard({ model, scale, slots, x, width }: Props) {
  const slot = slots[Math.min(slots.length - 1, Math.max(0, Math.floor((x / Math.max(1, width)) * slots.length)))];
  if (slot === undefined) return null;
  const left = Math.max(0, Math.min(width - CARD_WIDTH, x - CARD_WIDTH / 2));
  return (
    <div class="overlay hover-card" style={{ left: px(left), width: px(CARD_WIDTH) }} aria-hidden="true">
      {hottestOf(scale, slot).map(layer => (
        <LayerCard key={layer} model={model} scale={scale} index={layer} />
      ))}
    </div>
  );
}
