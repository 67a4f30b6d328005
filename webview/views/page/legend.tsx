import { formatValue } from '../../../src/shared/base/formatNumber';
import { valueText } from '../model/columnText';
import { heatColor } from '../../ui/theme';
import { heatHistogram, isSkewed, type HeatScale } from '../model/heatScale';
import type { LayerModel } from '../model/layerModel';
import { usePage } from './usePage';

interface Props {
  readonly model: LayerModel;
  readonly width: number;
}

const BINS = 24;
const STOPS = [0, 1, 2, 3, 4, 5, 6] as const;

/** The colour scale as an axis: ramp, both ends with units, and above it how many layers fall where. */
export function Legend({ model, width }: Props) {
  const store = usePage();
  const scale = store.scaleOf(model);
  if (scale === undefined) return null;
  const { column, isLog } = scale;
  const [low, high] = column.domain;
  const canBeLog = column.scale === 'linear' && (isLog || isSkewed(column));
  const toggleLog = () => {
    const { logColumns } = store.ui.value;
    store.arrange({ logColumns: isLog ? logColumns.filter(id => id !== column.id) : [...logColumns, column.id] });
  };
  return (
    <span class="legend">
      <span class="nowrap">{coldEnd(scale)}</span>
      <Ramp scale={scale} width={width} />
      <span class="nowrap">{valueText(column, column.direction === 'low-is-hot' ? low : high)}</span>
      {canBeLog ? (
        <button type="button" class="log-badge" aria-pressed={isLog} title="Logarithmic colors" onClick={toggleLog}>
          log
        </button>
      ) : undefined}
    </span>
  );
}

function coldEnd({ column, isLog }: HeatScale): string {
  const [low, high] = column.domain;
  if (column.direction === 'low-is-hot') return valueText(column, high);
  return column.scale === 'log' ? formatValue(low, 'none') : isLog ? '' : '0';
}

function Ramp({ scale, width }: { readonly scale: HeatScale; readonly width: number }) {
  const counts = heatHistogram(scale, BINS);
  // The square root keeps a single hot layer visible beside hundreds of cold ones.
  const highest = Math.sqrt(Math.max(1, ...counts));
  const step = width / BINS;
  return (
    <svg width={width} height={20} role="img" aria-label={`Color scale of ${scale.column.title} with the number of layers above it`}>
      <defs>
        <linearGradient id="ramp">
          {STOPS.map(stop => (
            <stop key={stop} offset={stop / 6} stop-color={heatColor(stop / 6)} />
          ))}
        </linearGradient>
      </defs>
      {Array.from(counts, (count, bin) => {
        const height = (10 * Math.sqrt(count)) / highest;
        return count === 0 ? undefined : (
          <rect key={bin} class="legend-bin" x={bin * step} y={11 - height} width={step - 0.5} height={height} />
        );
      })}
      <rect class="legend-ramp" data-heat y={12} width={width} height={7} rx={1} fill="url(#ramp)" />
    </svg>
  );
}
