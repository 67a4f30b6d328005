import { HeatBar } from '../../ui/heatBar';
import { px } from '../../ui/px';
import { heatInk } from '../../ui/theme';
import { heatScale } from '../model/heatScale';
import { isCold } from '../model/columnText';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';

const BEYOND = 8;

/** Bar of the table's main value: its length is that value, its colour the chosen metric; with the spread of a single kernel. */
export function ValueBar({ model, layer, width }: { readonly model: LayerModel; readonly layer: number; readonly width: number }) {
  const store = usePage();
  const [primary] = model.columns.values();
  const color = store.scaleOf(model);
  const value = primary?.values[layer] ?? NaN;
  if (primary === undefined || color === undefined || Number.isNaN(value)) return null;
  const t = heatScale(primary, false).length(value);
  const kernels = model.layers[layer]?.kernels ?? [];
  const anchor = primary.anchorValues?.[layer];
  const heat = color.heat(color.column.values[layer] ?? NaN);
  return (
    <span class="value-bar" style={{ width: px(width + BEYOND) }}>
      <HeatBar
        t={t}
        heat={heat}
        width={width}
        cold={isCold(primary, value)}
        {...(anchor === undefined || kernels.length < 2 || value === 0 ? {} : { anchorShare: anchor / value })}
      />
      <Whisker model={model} kernel={kernels.length === 1 ? kernels[0] : undefined} largest={primary.domain[1]} heat={heat} width={width} />
    </span>
  );
}

interface WhiskerProps {
  readonly model: LayerModel;
  readonly kernel: number | undefined;
  readonly largest: number;
  readonly heat: number;
  readonly width: number;
}

/** The 95 % interval of the median: in the ink of the bar inside of it, in the foreground beyond its end. */
function Whisker({ model, kernel, largest, heat, width }: WhiskerProps) {
  const measured = kernel === undefined ? undefined : model.profile?.kernels[kernel];
  if (measured === undefined || measured.highMs <= measured.lowMs) return null;
  const x = (valueMs: number) => (Math.max(0, valueMs) / largest) * width;
  const [low, middle, high] = [x(measured.lowMs), x(measured.medianMs), Math.min(width + BEYOND, x(measured.highMs))];
  return (
    <>
      <i class="whisker" style={{ left: px(low), width: px(middle - low), background: heatInk(heat) }} />
      <i class="whisker" style={{ left: px(middle), width: px(Math.max(0, high - middle)), background: 'var(--vscode-foreground)' }} />
    </>
  );
}
