interface Props {
  readonly counts: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  /** Sentence for screen readers. */
  readonly label: string;
  /** Texts under the left end, the middle and the right end. */
  readonly axis: readonly [string, string, string];
  /** Whole steps from the left end to the right end, told by ticks below the axis. */
  readonly steps?: number | undefined;
}

const AXIS_HEIGHT = 14;
const TICK_HEIGHT = 3;
const CLOSEST_TICKS = 3;

/** Bars of equal bins over one axis. */
export function Histogram({ counts, width, height, label, axis, steps }: Props) {
  const bars = Array.from(counts);
  const highest = Math.max(1, ...bars);
  const step = width / bars.length;
  const base = height - AXIS_HEIGHT;
  return (
    <svg width={width} height={height} role="img" aria-label={label} class="histogram">
      {bars.map((count, index) => {
        const length = count === 0 ? 0 : Math.max(0.8, (count / highest) * (base - 2));
        return <rect key={index} x={index * step + 0.4} y={base - length} width={Math.max(0.5, step - 0.8)} height={length} />;
      })}
      <path class="axis" d={`M0 ${base + 0.5}H${width}`} />
      {steps === undefined ? undefined : <path class="axis grid" d={ticks(steps, width, base + 1)} />}
      <text class="tick" x={0} y={height - 2}>
        {axis[0]}
      </text>
      <text class="tick" x={width / 2} y={height - 2} text-anchor="middle">
        {axis[1]}
      </text>
      <text class="tick" x={width} y={height - 2} text-anchor="end">
        {axis[2]}
      </text>
    </svg>
  );
}

/** A tick at every step; where they would run together at every second, fourth, eighth. */
function ticks(steps: number, width: number, top: number): string {
  let every = 1;
  while ((every * width) / steps < CLOSEST_TICKS) every *= 2;
  const count = Math.floor(steps / every) + 1;
  return Array.from({ length: count }, (_, tick) => `M${((tick * every * width) / steps).toFixed(2)} ${top}v${TICK_HEIGHT}`).join('');
}
