import * as l10n from '@vscode/l10n';
import { HeatSwatch } from '../../ui/heatSwatch';
import { heatScale, isSkewed, type HeatScale } from '../model/heatScale';
import type { Category, LayerModel } from '../model/layerModel';
import { HeatRamp } from './heatRamp';
import { scaleEnds } from './scaleEnds';
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
  if (column.categories !== undefined) return <Categories model={model} scale={scale} categories={column.categories} />;
  const { cold, hot } = scaleEnds(scale);
  const canBeLog = column.scale === 'linear' && (isLog || isSkewed(column));
  const toggleLog = () => {
    const { logColumns } = store.ui.value;
    store.arrange({ logColumns: isLog ? logColumns.filter(id => id !== column.id) : [...logColumns, column.id] });
  };
  return (
    <span class="legend">
      <span class="nowrap">{cold}</span>
      <HeatRamp scale={scale} whole={heatScale(column, isLog)} width={width} unit={model.unit} />
      <span class="nowrap">{hot}</span>
      {canBeLog ? (
        <button type="button" class="log-badge" aria-pressed={isLog} title={l10n.t('Logarithmic colors')} onClick={toggleLog}>
          {l10n.t('log')}
        </button>
      ) : undefined}
    </span>
  );
}

interface CategoriesProps {
  readonly model: LayerModel;
  readonly scale: HeatScale;
  readonly categories: readonly Category[];
}

function Categories({ model, scale, categories }: CategoriesProps) {
  const [only] = categories;
  // Kernels around the layers count as well: copies, or what another provider could not run.
  const providers = new Set(model.profile?.kernels.map(({ provider }) => provider));
  if (scale.column.id === 'provider' && only !== undefined && providers.size === 1)
    return <span class="legend nowrap">{l10n.t('All kernels ran on {0}.', only.label)}</span>;
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
