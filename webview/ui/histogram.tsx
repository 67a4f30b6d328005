interface Props {
  readonly counts: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  /** Sentence for screen readers. */
  readonly label: string;
  /** Texts under the left end, the middle and the right end. */
  readonly axis: readonly [string, string, string];
}

const AXIS_HEIGHT = 14;

/** Bars of equal bins over one axis. */
export function Histogram({ counts, width, height, label, axis }: Props) {
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
