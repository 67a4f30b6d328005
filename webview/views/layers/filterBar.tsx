import * as l10n from '@vscode/l10n';
import { formatShare, formatValue } from '../../../src/shared/base/formatNumber';
import { useMemo } from 'preact/hooks';
import { Icon } from '../../ui/icon';
import { Segments } from '../../ui/segments';
import { TextField } from '../../ui/textField';
import { useSize } from '../../ui/useSize';
import { groupValue } from '../model/groupValue';
import { countUnits } from '../model/countUnits';
import type { LayerModel, LayerUnit } from '../model/layerModel';
import { Later } from '../page/later';
import { usePage } from '../page/usePage';
import { OpChips } from './opChips';
import { TableMenu } from './tableMenu';
import { unitCountText } from '../model/unitCountText';

interface Props {
  /** `undefined` while it is read. */
  readonly model: LayerModel | undefined;
  /** Layers that pass the filter. */
  readonly layers: readonly number[];
}

/** Filter field, operator chips, unit of the rows, and what the filter leaves. */
export function FilterBar({ model, layers }: Props) {
  const store = usePage();
  const [bar, { width }] = useSize<HTMLDivElement>();
  const { filter } = store.ui.value;
  const parsed = store.filter.value;
  const most = chipsIn(width);
  const choices = useMemo(() => (model === undefined ? undefined : { model, most }), [model, most]);
  const isFiltered = filter !== '' || store.brush.value !== undefined;
  return (
    <>
      <div class="filter-bar" ref={bar}>
        <TextField
          class="filter-field"
          label={l10n.t('Filter layers')}
          placeholder={model?.profile === undefined ? l10n.t('name, op:Conv, macs>1M') : l10n.t('name, op:Conv, latency>1ms')}
          icon="filter"
          value={filter}
          invalid={!parsed.ok}
          onInput={text => store.arrange({ filter: text })}
          onKeyDown={event => event.stopPropagation()}
        />
        <Later value={choices}>{shown => (shown === undefined ? <></> : <Choices {...shown} />)}</Later>
      </div>
      {parsed.ok ? undefined : (
        <p class="filter-error" role="alert">
          <Icon name="error" size={14} /> {parsed.error}
        </p>
      )}
      {isFiltered && model !== undefined ? <ResultLine model={model} layers={layers} /> : undefined}
    </>
  );
}

/** Operators, the unit of the rows, and what the table shows. */
function Choices({ model, most }: { readonly model: LayerModel; readonly most: number }) {
  return (
    <>
      <OpChips model={model} most={most} />
      <span class="grow" />
      <UnitSwitch model={model} />
      <TableMenu model={model} />
    </>
  );
}

/** As many chips as leave everything in one line. */
function chipsIn(width: number): number {
  return Math.max(1, Math.min(6, Math.floor((width - 650) / 85)));
}

function UnitSwitch({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const units: readonly (readonly [LayerUnit, string])[] = [
    ['layers', l10n.t('Layers {0}', countUnits(model, 'layers'))],
    ...(model.profile === undefined ? [] : [['kernels', l10n.t('Kernels {0}', countUnits(model, 'kernels'))] as const]),
    ['nodes', l10n.t('Nodes {0}', countUnits(model, 'nodes'))],
  ];
  const options = units.map(([value, title]) => ({ value, title }));
  return (
    <span class="row unit-switch">
      <span class="label" aria-hidden="true">
        {l10n.t('Rows')}
      </span>
      <Segments label={l10n.t('Rows')} value={model.unit} options={options} onChange={unit => store.arrange({ unit })} />
    </span>
  );
}

/** `14 of 58 kernels, 21.3 ms, 38 %`. */
function ResultLine({ model, layers }: { readonly model: LayerModel; readonly layers: readonly number[] }) {
  const [primary] = model.columns.values();
  const sum = primary === undefined ? NaN : groupValue(primary, layers);
  const parts = [l10n.t('{0} of {1}', layers.length, unitCountText(model.unit, model.layers.length))];
  if (primary !== undefined && !Number.isNaN(sum)) parts.push(formatValue(sum, primary.unit), formatShare(sum / primary.total, 0));
  return (
    <p class="filter-result sm muted" role="status">
      {parts.join(', ')}
    </p>
  );
}
