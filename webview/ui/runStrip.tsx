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
const RADIUS = 1.35;
/** More would cost the page a node each: dots share them. */
const MOST_PATHS = 200;
/** More dots than the strip has pixels add nothing. */
const MOST_DOTS = 5000;

/** One dot per run (of more than 5,000 every n-th), the interval of the median as a band, the median as a line. */
export function RunStrip({ samplesMs, medianMs, lowMs, highMs, width, height, label }: Props) {
  const samples = Array.from(samplesMs);
  const [from, to] = axisOf(samples, medianMs, lowMs, highMs);
  const x = (value: number) => MARGIN + ((Math.min(value, to) - from) / (to - from)) * (width - 2 * MARGIN);
  return (
    <svg width={width} height={height} role="img" aria-label={label} class="run-strip">
      <rect class="band" x={x(lowMs)} y={2} width={Math.max(1, x(highMs) - x(lowMs))} height={height - 8} />
      <path class="median" d={`M${x(medianMs)} 0V${height - 5}`} />
      {dotPaths(everyNth(samples, MOST_DOTS), (value, index) => dot(x(value), 3.5 + jitter(index) * (height - 11))).map((path, index) => (
        <path key={index} class="dots" d={path} />
      ))}
      <path class="axis" d={`M0 ${height - 3.5}H${width}`} />
    </svg>
  );
}

/** Dots in turns in each of the paths, so that those that lie over each other still show. */
function dotPaths(samples: readonly number[], dotOf: (value: number, index: number) => string): readonly string[] {
  const dots = samples.map(dotOf);
  return dots.slice(0, MOST_PATHS).map((_, path) => everyNthFrom(dots, path, MOST_PATHS).join(''));
}

/** Items at `first`, `first + step` and so on. */
function everyNthFrom<T>(items: readonly T[], first: number, step: number): readonly T[] {
  return Array.from({ length: Math.ceil((items.length - first) / step) }, (_, index) => items[first + index * step]!);
}

function dot(x: number, y: number): string {
  return `M${round(x - RADIUS)} ${round(y)}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0 ${-2 * RADIUS} 0`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
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
