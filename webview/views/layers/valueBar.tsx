import { HeatBar } from '../../ui/heatBar';
import { percent } from '../../ui/percent';
import { px } from '../../ui/px';
import { heatInk } from '../../ui/theme';
import { heatScale } from '../model/heatScale';
import { isCold } from '../model/columnText';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';

/** Pixels that a spread may take beyond the longest bar. */
const BEYOND = 8;

/** Bar of the table's main value: its length is that value, its colour the chosen metric; with the spread of a single kernel. */
export function ValueBar({ model, layer }: { readonly model: LayerModel; readonly layer: number }) {
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
    <span class="value-bar">
      <HeatBar
        t={t}
        heat={heat}
        cold={isCold(primary, value)}
        {...(anchor === undefined || kernels.length < 2 || value === 0 ? {} : { anchorShare: anchor / value })}
      />
      <Whisker model={model} kernel={kernels.length === 1 ? kernels[0] : undefined} largest={primary.domain[1]} heat={heat} />
    </span>
  );
}

interface WhiskerProps {
  readonly model: LayerModel;
  readonly kernel: number | undefined;
  readonly largest: number;
  readonly heat: number;
}

/** The 95 % interval of the median: in the ink of the bar inside of it, in the foreground beyond its end. */
function Whisker({ model, kernel, largest, heat }: WhiskerProps) {
  const measured = kernel === undefined ? undefined : model.profile?.kernels[kernel];
  if (measured === undefined || measured.highMs <= measured.lowMs) return null;
  const place = (valueMs: number) => percent(Math.max(0, valueMs) / largest);
  const [low, middle, high] = [place(measured.lowMs), place(measured.medianMs), place(measured.highMs)];
  const end = `min(${high}, 100% + ${px(BEYOND)})`;
  return (
    <>
      <i class="whisker" style={{ left: low, width: `calc(${middle} - ${low})`, background: heatInk(heat) }} />
      <i class="whisker" style={{ left: middle, width: `max(0px, ${end} - ${middle})`, background: 'var(--vscode-foreground)' }} />
    </>
  );
}
