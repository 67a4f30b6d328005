import { largest, smallest } from '../../src/shared/base/extremes';
import { everyNth } from './everyNth';

interface Props {
  /** Times of the runs in milliseconds, in order. */
  readonly samplesMs: ArrayLike<number>;
  readonly medianMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

const MARGIN = 3;
/** More dots run into one blot, and cost the page a node each. */
const MOST_DOTS = 200;

/** One dot per run, of very many runs every n-th, the interval of the median as a band, the median as a line. */
export function RunStrip({ samplesMs, medianMs, lowMs, highMs, width, height, label }: Props) {
  const samples = Array.from(samplesMs);
  const [from, to] = axisOf(samples, medianMs, lowMs, highMs);
  const x = (value: number) => MARGIN + ((Math.min(value, to) - from) / (to - from)) * (width - 2 * MARGIN);
  return (
    <svg width={width} height={height} role="img" aria-label={label} class="run-strip">
      <rect class="band" x={x(lowMs)} y={2} width={Math.max(1, x(highMs) - x(lowMs))} height={height - 8} />
      <path class="median" d={`M${x(medianMs)} 0V${height - 5}`} />
      {everyNth(samples, MOST_DOTS).map((value, index) => (
        <circle key={index} cx={x(value)} cy={3.5 + jitter(index) * (height - 11)} r={1.35} />
      ))}
      <path class="axis" d={`M0 ${height - 3.5}H${width}`} />
    </svg>
  );
}

/** Outliers beyond 12 % over the median are drawn at the right end, so that they do not flatten the rest. */
function axisOf(samples: readonly number[], medianMs: number, lowMs: number, highMs: number): readonly [number, number] {
  const from = Math.min(lowMs, smallest(samples));
  const to = Math.max(highMs, Math.min(largest(samples), medianMs * 1.12));
  return to > from ? [from, to] : [from * 0.99, from * 1.01 + 1e-9];
}

/** Spreads dots vertically, always the same way (quasi-random sequence). */
function jitter(index: number): number {
  return ((index + 1) * 0.754_877_666_25) % 1;
}
