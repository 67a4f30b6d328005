import { px } from '../../ui/px';
import type { HeatScale } from '../model/heatScale';
import { rangeValue } from '../model/groupValue';
import type { LayerModel } from '../model/layerModel';
import { LayerCard } from '../page/layerCard';
import { sectionText } from './sectionText';

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

/** Below the pointer, or below what the keyboard is on: the group with its value, and layers. */
export function SpineCard({ model, scale, layers, x, width }: Props) {
  const left = Math.max(0, Math.min(width - CARD_WIDTH, x - CARD_WIDTH / 2));
  const [first = -1] = layers;
  return (
    <div class="overlay hover-card spine-card" style={{ left: px(left), width: px(CARD_WIDTH) }} aria-hidden="true">
      <SectionLine model={model} scale={scale} layer={first} />
      {layers.map(layer => (
        <LayerCard key={layer} model={model} scale={scale} index={layer} />
      ))}
    </div>
  );
}

/** What has no room below the bars: `layer4  13.7 ms · 24 %`. */
function SectionLine({ model, scale, layer }: Pick<Props, 'model' | 'scale'> & { readonly layer: number }) {
  const section = model.sections[model.layers[layer]?.section ?? -1];
  if (section === undefined) return null;
  return (
    <div class="row sm muted spine-section">
      <span class={`grow trunc ${section.inferred ? 'inferred' : ''}`}>{section.name}</span>
      <span>{sectionText(scale.column, rangeValue(scale.column, section.first, section.end))}</span>
    </div>
  );
}
