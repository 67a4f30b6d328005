import { px } from './px';
import { heatColor } from './theme';

interface Props {
  /** 0..1, `undefined` where there is no value. */
  readonly t: number | undefined;
  readonly size?: 10 | 12;
}

/** A square of heat; the number it stands for is always beside it. */
export function HeatSwatch({ t, size = 10 }: Props) {
  const background = t === undefined ? 'var(--lw-faint)' : heatColor(t);
  return <span class="swatch" data-heat style={{ width: px(size), height: px(size), background }} />;
}
