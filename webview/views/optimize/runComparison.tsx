import * as l10n from '@vscode/l10n';
import { largest, smallest } from '../../../src/shared/base/extremes';
import { formatCount, formatDurationChange, formatDuration, formatExact } from '../../../src/shared/base/formatNumber';
import type { LatencyComparison } from '../../../src/shared/report/comparison';
import type { LatencyStatistics } from '../../../src/shared/report/latency';
import { ChartOrTable, type Figures } from '../../ui/chartOrTable';
import { everyNth } from '../../ui/everyNth';
import { variantColor } from '../page/variantDot';
import { axisTicks } from '../../ui/axisTicks';

interface Props {
  readonly comparison: LatencyComparison;
  readonly name: string;
  /** Id of the variant, for its colour. */
  readonly identity: number;
}

const LEFT = 96;
const PLOT = 430;
const WIDTH = 560;
/** Below the numbers of the axis, which a long translation would reach. */
const AXIS_NOTE_Y = 90;
/** Closer than this the axis does not start at zero, and says so. */
const ZOOM_WITHIN = 0.15;

/** All runs before and after on one axis, and below it the change with its interval against "no change". */
export function RunComparison({ comparison, name, identity }: Props) {
  const { before, after, speedup } = comparison;
  const color = variantColor(identity);
  const isClose = Math.abs(after.medianMs / before.medianMs - 1) < ZOOM_WITHIN;
  const samples = [...before.samplesMs, ...after.samplesMs, before.highMs, after.highMs];
  const axis = axisTicks(isClose ? smallest(samples) : 0, capped(samples, Math.max(before.medianMs, after.medianMs)));
  const x = (value: number) => LEFT + ((Math.min(value, axis.to) - axis.from) / (axis.to - axis.from)) * PLOT;
  const title = l10n.t(
    'Runs of the baseline around {0} and of {1} around {2}',
    formatDuration(before.medianMs),
    name,
    formatDuration(after.medianMs),
  );
  return (
    <ChartOrTable figures={runFigures(title, name, comparison)}>
      <svg class="comparison" viewBox={`0 0 ${WIDTH} 130`} width={WIDTH} height={130} role="img" aria-label={title}>
        {axis.ticks.map((tick, position) => (
          <g key={tick}>
            <path class="grid" d={`M${x(tick)} 0V60`} />
            <text class="tick" x={x(tick)} y={75} text-anchor="middle">
              {position === axis.ticks.length - 1 ? formatDuration(tick) : formatExact(Number(tick.toPrecision(6)))}
            </text>
          </g>
        ))}
        <text class="name muted-text" x={0} y={17}>
          {l10n.t('baseline')}
        </text>
        <text class="name" x={0} y={48}>
          {name}
        </text>
        {axis.from > 0 ? (
          <text class="tick" x={0} y={AXIS_NOTE_Y}>
            {l10n.t('axis from {0}', formatExact(Number(axis.from.toPrecision(6))))}
          </text>
        ) : undefined}
        <Runs statistics={before} x={x} y={5} color="var(--lw-muted)" />
        <Runs statistics={after} x={x} y={35} color={color} />
        <Change delta={speedup.deltaMs} scaleMs={before.medianMs} color={color} />
      </svg>
    </ChartOrTable>
  );
}

function runFigures(label: string, name: string, { before, after }: LatencyComparison): Figures {
  const time = (samplesMs: ArrayLike<number>, run: number) => (run < samplesMs.length ? formatDuration(samplesMs[run] ?? NaN) : '');
  return {
    label,
    count: Math.max(before.samplesMs.length, after.samplesMs.length),
    columns: [
      { title: l10n.t('Run'), width: 1, text: run => formatCount(run + 1) },
      { title: l10n.t('baseline'), width: 2, isNumber: true, text: run => time(before.samplesMs, run) },
      { title: name, width: 2, isNumber: true, isMain: true, text: run => time(after.samplesMs, run) },
    ],
  };
}

/** A rare slow run must not press all others together. */
function capped(samples: readonly number[], medianMs: number): number {
  return Math.min(largest(samples), medianMs * 1.25);
}

interface RunsProps {
  readonly statistics: LatencyStatistics;
  readonly x: (value: number) => number;
  readonly y: number;
  readonly color: string;
}

const MOST_DOTS = 120;

function Runs({ statistics, x, y, color }: RunsProps) {
  const { samplesMs, medianMs } = statistics;
  return (
    <g style={{ fill: color, stroke: color }}>
      {everyNth(samplesMs, MOST_DOTS).map((value, dot) => (
        <circle key={dot} class="run" cx={x(value)} cy={y + ((dot * 0.755) % 1) * 16} r={1.7} />
      ))}
      <path d={`M${x(medianMs)} ${y - 4}v24`} stroke-width={1.8} />
    </g>
  );
}

interface ChangeProps {
  readonly delta: { readonly median: number; readonly low: number; readonly high: number };
  readonly scaleMs: number;
  readonly color: string;
}

function Change({ delta, scaleMs, color }: ChangeProps) {
  const reach = Math.max(Math.abs(delta.low), Math.abs(delta.high), scaleMs * 0.001) * 1.25;
  const x = (value: number) => LEFT + PLOT / 2 + (value / reach) * (PLOT / 2);
  // Where both labels would overlap the value stays: it is the news.
  const isNearZero = Math.abs(x(delta.median) - x(0)) < 70;
  return (
    <g transform="translate(0 84)">
      <path class="grid" d={`M${LEFT} 20H${LEFT + PLOT}M${x(0)} 6V34`} />
      <text class="name" x={0} y={24}>
        {l10n.t('change')}
      </text>
      <path d={`M${x(delta.low)} 20H${x(delta.high)}`} style={{ stroke: color }} stroke-width={4} />
      <path d={`M${x(delta.low)} 14v12M${x(delta.high)} 14v12`} style={{ stroke: color }} stroke-width={1.5} />
      <circle class="center" cx={x(delta.median)} cy={20} r={4} style={{ fill: color }} />
      <text class="tick" x={x(0)} y={45} text-anchor="middle">
        {l10n.t('no change')}
      </text>
      {isNearZero ? undefined : (
        <text class="name" x={x(delta.median)} y={45} text-anchor="middle">
          {formatDurationChange(delta.median, scaleMs)}
        </text>
      )}
    </g>
  );
}
