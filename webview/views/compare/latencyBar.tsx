import { variantColor } from '../page/variantDot';
import type { ComparedRow } from './comparedRow';

interface Props {
  readonly row: ComparedRow;
  readonly baselineMs: number | undefined;
  /** End of the axis that all rows share. */
  readonly longestMs: number;
}

const WIDTH = 110;
const HEIGHT = 14;
const MIDDLE = HEIGHT / 2;
const MARGIN = 5;

/** Latency on an axis from 0 that all rows share: a bar, a dot with the interval as a whisker, and the baseline as a dashed line. */
export function LatencyBar({ row: { latencyMs, identity }, baselineMs, longestMs }: Props) {
  const x = (valueMs: number) => (longestMs > 0 ? (valueMs / longestMs) * (WIDTH - 2 * MARGIN) : 0);
  const color = variantColor(identity);
  return (
    <svg class="latency-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      {baselineMs === undefined ? undefined : <path class="mark" d={`M${x(baselineMs)} 0V${HEIGHT}`} />}
      {latencyMs === undefined ? undefined : (
        <g style={{ color }}>
          <path class="bar" d={`M0 ${MIDDLE}H${x(latencyMs.value)}`} />
          <path class="whisker" d={`M${x(latencyMs.low)} ${MIDDLE}H${x(latencyMs.high)}`} />
          <circle cx={x(latencyMs.value)} cy={MIDDLE} r={3} />
        </g>
      )}
    </svg>
  );
}
