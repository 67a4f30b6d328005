import * as l10n from '@vscode/l10n';
import { formatCount, formatSignificant } from '../../src/shared/base/formatNumber';

interface Props {
  /** Ends of each bar; NaN for no bar. */
  readonly lows: ArrayLike<number>;
  readonly highs: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  /** Sentence for screen readers. */
  readonly label: string;
  readonly unit?: string;
}

const AXIS_HEIGHT = 14;
const LEAST_STEP = 2;

/** One bar per channel from its lower to its upper end, over an axis of channels. Where they are too many, neighbours share the bar that holds them all. */
export function RangeChart({ lows, highs, width, height, label, unit = '' }: Props) {
  const bars = joined(lows, highs, Math.max(1, Math.floor(width / LEAST_STEP)));
  const least = Math.min(0, ...bars.map(([low]) => low));
  const most = Math.max(0, ...bars.map(([, high]) => high));
  const base = height - AXIS_HEIGHT;
  const y = (value: number) => (most > least ? 1 + ((most - value) / (most - least)) * (base - 2) : base - 1);
  const step = width / Math.max(1, bars.length);
  return (
    <svg width={width} height={height} role="img" aria-label={label} class="histogram">
      {bars.map(([low, high], index) =>
        high >= low ? (
          <rect
            key={index}
            x={index * step}
            y={y(high)}
            width={Math.max(0.5, step - (step > 3 ? 0.8 : 0))}
            height={Math.max(0.8, y(low) - y(high))}
          />
        ) : undefined,
      )}
      <path class="axis" d={`M0 ${y(0)}H${width}`} />
      <text class="tick" x={0} y={height - 2}>
        1
      </text>
      <text class="tick" x={width / 2} y={height - 2} text-anchor="middle">
        {least < 0
          ? `${formatSignificant(least)} … ${formatSignificant(most)}${unit}`
          : l10n.t('up to {0}', formatSignificant(most) + unit)}
      </text>
      <text class="tick" x={width} y={height - 2} text-anchor="end">
        {formatCount(lows.length)}
      </text>
    </svg>
  );
}

/** At most `count` bars. */
function joined(lows: ArrayLike<number>, highs: ArrayLike<number>, count: number): readonly (readonly [number, number])[] {
  const perBar = Math.ceil(lows.length / count);
  return Array.from({ length: Math.ceil(lows.length / perBar) }, (_, bar) => {
    let [low, high] = [Infinity, -Infinity];
    for (let index = bar * perBar; index < Math.min(lows.length, (bar + 1) * perBar); index++) {
      if (lows[index]! < low) low = lows[index]!;
      if (highs[index]! > high) high = highs[index]!;
    }
    return [low, high];
  });
}
