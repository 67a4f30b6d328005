import * as l10n from '@vscode/l10n';
import { formatValue } from '../../../src/shared/base/formatNumber';
import { assertNever } from '../../../src/shared/base/assertNever';
import { HeatBar } from '../../ui/heatBar';
import { Icon } from '../../ui/icon';
import { heatColor } from '../../ui/theme';
import { isCold, shareText, shortColumnText, sumText } from '../model/columnText';
import { groupValue, rangeValue } from '../model/groupValue';
import type { LayerModel } from '../model/layerModel';
import { spokenLayer } from '../model/spokenLayer';
import { usePage } from '../page/usePage';
import type { StripRow } from './stripRows';

interface Props {
  readonly id: string;
  readonly model: LayerModel;
  readonly row: StripRow;
  readonly top: number;
  readonly isSelected: boolean;
}

const BAR_WIDTH = 74;

export function StripRowView(props: Props) {
  const { row } = props;
  switch (row.kind) {
    case 'section':
      return <SectionRow {...props} row={row} />;
    case 'layer':
      return <LayerRow {...props} layer={row.layer} />;
    case 'pool':
      return <PoolRow {...props} layers={row.layers} />;
    default:
      return assertNever(row);
  }
}

function place(top: number) {
  return { transform: `translateY(${top}px)` };
}

function SectionRow({ id, model, row, top }: Props & { readonly row: StripRow & { readonly kind: 'section' } }) {
  const store = usePage();
  const section = model.sections[row.section];
  const column = store.columnOf(model);
  if (section === undefined || column === undefined) return null;
  const value = rangeValue(column, section.first, section.end);
  const amount = sumText(column, value);
  return (
    <div
      id={id}
      class="strip-row strip-section"
      role="treeitem"
      aria-level={1}
      aria-expanded={row.isOpen}
      aria-selected={false}
      style={place(top)}
      onClick={() => store.toggle(`strip:${section.name}`)}
    >
      <Icon name={row.isOpen ? 'chevron-down' : 'chevron-right'} size={14} />
      <b class={`trunc ${section.inferred ? 'inferred' : ''}`}>{section.name}</b>
      <span class="muted xs num strip-share">{shareText(column, value, 0)}</span>
      <span class="num">{amount}</span>
    </div>
  );
}

function LayerRow({ id, model, layer, top, isSelected }: Props & { readonly layer: number }) {
  const store = usePage();
  const scale = store.scaleOf(model);
  const own = model.layers[layer];
  if (scale === undefined || own === undefined) return null;
  const { column } = scale;
  const value = column.values[layer] ?? NaN;
  const isUnknown = Number.isNaN(value);
  const isColdValue = isCold(column, value);
  const color = isUnknown ? 'var(--lw-hair)' : isColdValue ? 'var(--lw-faint)' : heatColor(scale.heat(value));
  const anchor = column.anchorValues?.[layer];
  const others = model.unit === 'layers' ? own.kernels.length - 1 : 0;
  return (
    <div
      id={id}
      class={`strip-row ${isSelected ? 'selected' : ''}`}
      role="treeitem"
      aria-level={2}
      aria-selected={isSelected}
      title={own.name}
      style={place(top)}
      onClick={() => store.select(own.key)}
      onDblClick={() => store.act({ kind: 'showInEditor', node: Math.max(0, own.node) })}
    >
      <span class="strip-cell" data-heat style={{ background: color }} />
      <span class="visually-hidden">{spokenLayer(model, column, layer)}</span>
      <span class={`trunc ${isUnknown ? 'muted' : ''}`} aria-hidden="true">
        {stripName(model, layer)} {others > 0 ? <span class="xs strip-others">+{others}</span> : undefined}
      </span>
      {isUnknown ? (
        <span class="muted num strip-standin" aria-hidden="true">
          {standIn(model, layer)}
        </span>
      ) : (
        <>
          <HeatBar
            t={scale.length(value)}
            heat={scale.heat(value)}
            width={BAR_WIDTH}
            height={9}
            cold={isColdValue}
            {...(anchor === undefined || others < 1 || value === 0 ? {} : { anchorShare: anchor / value })}
          />
          <span class={`num ${isColdValue ? 'muted' : ''}`} aria-hidden="true">
            {shortColumnText(column, value)}
          </span>
        </>
      )}
    </div>
  );
}

/** MACs stand in until a time is known. */
function standIn(model: LayerModel, layer: number): string {
  const macs = model.columns.get('macs')?.values[layer] ?? NaN;
  return macs > 0 ? l10n.t('{0} MACs', formatValue(macs, 'macs')) : '–';
}

/** Inside of its section; a numbered section gives its number back (`4.0.conv2` in layer4), so that rows of different sections differ. */
function stripName(model: LayerModel, layer: number): string {
  const own = model.layers[layer];
  const section = model.sections[own?.section ?? -1]?.name ?? '';
  const number = /^layer(\d+)$/.exec(section)?.[1];
  return number === undefined || own?.shortName === own?.name ? (own?.shortName ?? '') : `${number}.${own?.shortName ?? ''}`;
}

function PoolRow({ id, model, layers, top }: Props & { readonly layers: readonly number[] }) {
  const column = usePage().columnOf(model);
  if (column === undefined) return null;
  const isMeasured = column.floor > 0;
  const text = isMeasured ? l10n.t('{0} tiny', layers.length) : l10n.t('{0} without {1}', layers.length, column.title);
  const amount = isMeasured ? sumText(column, groupValue(column, layers)) : '';
  return (
    <div id={id} class="strip-row muted" role="treeitem" aria-level={2} aria-selected={false} style={place(top)}>
      <span class="strip-cell cold" />
      <span class="trunc">{text}</span>
      <span class="num strip-standin">{amount}</span>
    </div>
  );
}
