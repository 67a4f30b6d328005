interface Props {
  /** Share of the width. */
  readonly now: number;
  /** Bounds of what is expected, as shares of the width; `undefined` where nothing is. */
  readonly after: readonly [low: number, high: number] | undefined;
  readonly width: number;
}

const HEIGHT = 14;

/** Outline: the time now. Solid: what it will take at least. Light: what it may take at most. */
export function EstimateBar({ now, after, width }: Props) {
  const bar = (from: number, to: number) => ({ x: from * width, y: 2, width: Math.max(0, to - from) * width, height: HEIGHT - 4 });
  return (
    <svg class="estimate-bar" width={width} height={HEIGHT} aria-hidden="true">
      <rect class="now" {...bar(0, now)} />
      {after === undefined ? undefined : (
        <>
          <rect class="least" {...bar(0, after[0])} />
          <rect class="most" {...bar(...after)} />
        </>
      )}
    </svg>
  );
}
