import { formatValue } from '../../../src/shared/base/formatNumber';
import { HeatSwatch } from '../../ui/heatSwatch';
import { valueText } from '../model/columnText';
import { heatScale, isSkewed, type HeatScale } from '../model/heatScale';
import type { Category, LayerModel } from '../model/layerModel';
import { HeatRamp } from './heatRamp';
import { usePage } from './usePage';

interface Props {
  readonly model: LayerModel;
  readonly width: number;
}

/** The colour scale as an axis: ramp, both ends with units, and above it how many layers fall where. */
export function Legend({ model, width }: Props) {
  const store = usePage();
  const scale = store.scaleOf(model);
  if (scale === undefined) return null;
  const { column, isLog } = scale;
  if (column.categories !== undefined) return <Categories scale={scale} categories={column.categories} />;
  const canBeLog = column.scale === 'linear' && (isLog || isSkewed(column));
  const toggleLog = () => {
    const { logColumns } = store.ui.value;
    store.arrange({ logColumns: isLog ? logColumns.filter(id => id !== column.id) : [...logColumns, column.id] });
  };
  return (
    <span class="legend">
      <span class="nowrap">{coldEnd(scale)}</span>
      <HeatRamp scale={scale} whole={heatScale(column, isLog)} width={width} unit={model.unit.slice(0, -1)} />
      <span class="nowrap">{hotEnd(scale)}</span>
      {canBeLog ? (
        <button type="button" class="log-badge" aria-pressed={isLog} title="Logarithmic colors" onClick={toggleLog}>
          log
        </button>
      ) : undefined}
    </span>
  );
}

function Categories({ scale, categories }: { readonly scale: HeatScale; readonly categories: readonly Category[] }) {
  return (
    <span class="legend">
      {categories.map(({ value, label }) => (
        <span key={label} class="row nowrap legend-category">
          <HeatSwatch t={scale.heat(value)} />
          {label}
        </span>
      ))}
    </span>
  );
}

/** Chosen ends take in what lies beyond them. */
function coldEnd(scale: HeatScale): string {
  const { column, isLog, range } = scale;
  const [low, high] = column.domain;
  const isTurned = column.direction === 'low-is-hot';
  if (range !== undefined) return `${isTurned ? '≥' : '≤'} ${valueText(column, scale.valueAt(0))}`;
  if (isTurned) return valueText(column, high);
  if (low < 0) return valueText(column, low);
  return column.scale === 'log' ? formatValue(low, 'none') : isLog ? '' : '0';
}

function hotEnd(scale: HeatScale): string {
  const { column, range } = scale;
  const [low, high] = column.domain;
  const isTurned = column.direction === 'low-is-hot';
  if (range !== undefined) return `${isTurned ? '≤' : '≥'} ${valueText(column, scale.valueAt(1))}`;
  return valueText(column, isTurned ? low : high);
}
