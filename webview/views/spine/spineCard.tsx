import { px } from '../../ui/px';
import type { HeatScale } from '../model/heatScale';
import type { LayerModel } from '../model/layerModel';
import { LayerCard } from '../page/layerCard';

interface Props {
  readonly model: LayerModel;
  readonly scale: HeatScale;
  /** A layer, or the hottest of a bin. */
  readonly layers: readonly number[];
  /** Middle of the card, as far as there is room. */
  readonly x: number;
  readonly width: number;
}

const CARD_WIDTH = 240;

/** Below the pointer, or below what the keyboard is on. */
export function SpineCard({ model, scale, layers, x, width }: Props) {
  const left = Math.max(0, Math.min(width - CARD_WIDTH, x - CARD_WIDTH / 2));
  return (
    <div class="overlay hover-card spine-card" style={{ left: px(left), width: px(CARD_WIDTH) }} aria-hidden="true">
      {layers.map(layer => (
        <LayerCard key={layer} model={model} scale={scale} index={layer} />
      ))}
    </div>
  );
}
