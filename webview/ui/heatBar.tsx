import { percent } from './percent';
import { px } from './px';
import { heatColor } from './theme';

interface Props {
  /** Length of the whole bar, 0..1 of what it stands in. */
  readonly t: number;
  /** Colour, when it is not the length. */
  readonly heat?: number;
  /** Part of the length that is the anchor's; the rest is drawn pale. */
  readonly anchorShare?: number;
  readonly height?: number;
  /** At or below the floor of what can be measured. */
  readonly cold?: boolean;
}

/** Bar with the colour of its value: anchor kernel full, the kernels around it pale (design spec 4.2). */
export function HeatBar({ t, heat = t, anchorShare = 1, height = 12, cold = false }: Props) {
  const background = cold ? 'var(--lw-faint)' : heatColor(heat);
  const whole = Math.min(1, Math.max(0, t));
  const pale = anchorShare < 0.98 ? whole * (1 - anchorShare) : 0;
  return (
    <span class="heat-bar" style={{ height: px(height) }} aria-hidden="true">
      <i data-heat style={{ width: percent(whole - pale), background }} />
      {pale > 0 ? <i data-heat class="pale" style={{ width: percent(pale), background }} /> : undefined}
    </span>
  );
}
