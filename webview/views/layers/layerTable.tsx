import * as l10n from '@vscode/l10n';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { px } from '../../ui/px';
import { useVirtualRows } from '../../ui/useVirtualRows';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { copyRows } from './copyRows';
import { HeaderRow } from './headerRow';
import { moveCursor } from './moveCursor';
import { RowView } from './rowView';
import { leastWidth, tableColumns } from './tableColumns';
import { tableRows } from './tableRows';

interface Props {
  readonly model: LayerModel;
  readonly layers: readonly number[];
}

const ROW_HEIGHT = 22;
const HEADER_HEIGHT = 24;
const rowHeight = () => ROW_HEIGHT;

const LABELS = {
  layers: l10n.t('Model by layers'),
  kernels: l10n.t('Model by kernels'),
  nodes: l10n.t('Model by nodes'),
} as const;

/** The table itself: only rows on screen are in the document. */
export function LayerTable({ model, layers }: Props) {
  const store = usePage();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<string | undefined>(undefined);
  const { sort, toggled, grouping, columns: chosen } = store.ui.value;
  const rows = useMemo(
    () => tableRows(model, { layers, sort, grouping, isToggled: other => toggled.includes(other) }),
    [model, layers, sort, grouping, toggled],
  );
  const columns = useMemo(() => tableColumns(model, store.metric.value, chosen), [model, store.metric.value, chosen]);
  const virtual = useVirtualRows(scroller, rows.length, rowHeight, HEADER_HEIGHT);
  const selected = store.selectedIn(model);
  const selectedRow = selected < 0 ? -1 : rows.findIndex(row => row.kind === 'layer' && row.layer === selected);
  const atCursor = cursor === undefined ? -1 : rows.findIndex(row => row.id === cursor);
  const active = atCursor >= 0 ? atCursor : selectedRow;
  useEffect(() => {
    if (selectedRow >= 0) virtual.reveal(selectedRow);
  }, [selectedRow, model.unit]);
  const activate = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setCursor(row.id);
    virtual.scrollTo(index);
    if (row.kind === 'layer') store.select(model.layers[row.layer]?.key);
  };
  const key = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
      copyRows(model, columns, selectedRow < 0 ? layers : [selected]);
      return;
    }
    moveCursor({ event, store, rows, active, activate });
  };
  return (
    <div
      ref={scroller}
      class="table"
      role="treegrid"
      tabIndex={0}
      style={{ '--least-width': px(leastWidth(columns)) }}
      aria-label={LABELS[model.unit]}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      {...(active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
      onKeyDown={key}
    >
      <HeaderRow columns={columns} />
      <div class="table-body" role="rowgroup" style={{ height: px(virtual.totalHeight) }}>
        {virtual.items.map(item => {
          const row = rows[item.index];
          if (row === undefined) return undefined;
          return (
            <RowView
              key={row.id}
              id={`${id}-${item.index}`}
              model={model}
              row={row}
              columns={columns}
              top={item.top}
              index={item.index}
              isSelected={item.index === selectedRow}
              isActive={item.index === active && active !== selectedRow}
              isFlat={sort.column !== 'order' || grouping === 'operators'}
              onClick={() => activate(item.index)}
              onToggle={() => store.toggle(row.id)}
            />
          );
        })}
      </div>
    </div>
  );
}
