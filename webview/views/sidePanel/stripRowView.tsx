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
  /** Keys act on it. */
  readonly isActive: boolean;
  /** Opens or closes what has rows below it. */
  readonly onToggle: () => void;
}

export function StripRowView(props: Props) {
  const { row } = props;
  switch (row.kind) {
    case 'section':
      return <SectionRow {...props} row={row} />;
    case 'layer':
      return <LayerRow {...props} row={row} />;
    case 'pool':
      return <PoolRow {...props} row={row} />;
    default:
      return assertNever(row);
  }
}

function place(top: number) {
  return { transform: `translateY(${top}px)` };
}

type PropsOf<Kind extends StripRow['kind']> = Props & { readonly row: StripRow & { readonly kind: Kind } };

function SectionRow({ id, model, row, top, isActive, onToggle }: PropsOf<'section'>) {
  const store = usePage();
  const section = model.sections[row.section];
  const column = store.columnOf(model);
  if (section === undefined || column === undefined) return null;
  const value = rangeValue(column, section.first, section.end);
  const amount = sumText(column, value);
  return (
    <div
      id={id}
      class={`strip-row strip-section ${isActive ? 'active' : ''}`}
      role="treeitem"
      aria-level={1}
      aria-expanded={row.isOpen}
      aria-selected={false}
      style={place(top)}
      onClick={onToggle}
    >
      <Icon name={row.isOpen ? 'chevron-down' : 'chevron-right'} size={14} />
      <b class={`trunc ${section.inferred ? 'inferred' : ''}`}>{section.name}</b>
      <span class="muted xs num strip-share">{shareText(column, value, 0)}</span>
      <span class="num">{amount}</span>
    </div>
  );
}

function LayerRow({ id, model, row: { layer, level }, top, isSelected, isActive }: PropsOf<'layer'>) {
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
      class={`strip-row ${isSelected ? 'selected' : ''} ${isActive ? 'active' : ''}`}
      role="treeitem"
      aria-level={level}
      aria-selected={isSelected}
      title={own.name}
      data-layer={layer}
      style={place(top)}
      onClick={() => store.select(own.key)}
      onContextMenu={() => store.select(own.key)}
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

/** A section whose name ends in a number: `layer4`, `stage3`, `layer.0`, `blocks.11`. */
const NUMBERED = /^[a-z_]+\.?(\d+)$/i;

/** Inside of its section; a numbered section gives its number back (`4.0.conv2` in layer4), so that rows of different sections differ. */
function stripName(model: LayerModel, layer: number): string {
  const own = model.layers[layer];
  const section = model.sections[own?.section ?? -1]?.name ?? '';
  const number = NUMBERED.exec(section)?.[1];
  return number === undefined || own?.shortName === own?.name ? (own?.shortName ?? '') : `${number}.${own?.shortName ?? ''}`;
}

function PoolRow({ id, model, row: { layers, isOpen, level }, top, isActive, onToggle }: PropsOf<'pool'>) {
  const column = usePage().columnOf(model);
  if (column === undefined) return null;
  const isMeasured = column.floor > 0;
  const text = isMeasured ? l10n.t('{0} tiny', layers.length) : l10n.t('{0} without {1}', layers.length, column.title);
  const amount = isMeasured ? sumText(column, groupValue(column, layers)) : '';
  return (
    <div
      id={id}
      class={`strip-row strip-pool muted ${isActive ? 'active' : ''}`}
      role="treeitem"
      aria-level={level}
      aria-expanded={isOpen}
      aria-selected={false}
      style={place(top)}
      onClick={onToggle}
    >
      <span class="strip-cell cold" />
      <span class="trunc">
        {text}
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} />
      </span>
      <span class="num strip-standin">{amount}</span>
    </div>
  );
}
