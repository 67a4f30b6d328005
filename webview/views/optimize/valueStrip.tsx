interface Props {
  readonly values: Float32Array;
  /** Of all samples, so that strips can be compared. */
  readonly min: number;
  readonly max: number;
  readonly width: number;
  readonly label: string;
}

const HEIGHT = 18;

/** Values of one sample in order, as bars from zero, or from the end of the range that is nearer to it. */
export function ValueStrip({ values, min, max, width, label }: Props) {
  const y = (value: number) => (max > min ? HEIGHT - ((value - min) / (max - min)) * HEIGHT : HEIGHT / 2);
  const base = y(Math.min(max, Math.max(min, 0)));
  const step = width / values.length;
  return (
    <svg class="value-strip histogram" width={width} height={HEIGHT} role="img" aria-label={label}>
      {Array.from(values, (value, index) => (
        <rect
          key={index}
          x={index * step}
          y={Math.min(base, y(value))}
          width={Math.max(0.5, step - 0.6)}
          height={Math.max(0.6, Math.abs(base - y(value)))}
        />
      ))}
    </svg>
  );
}
