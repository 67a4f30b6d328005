import * as l10n from '@vscode/l10n';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { px } from '../../ui/px';
import { useVirtualRows } from '../../ui/useVirtualRows';
import type { LayerModel } from '../model/layerModel';
import { hoverLayer } from '../page/hoveredLayer';
import { useHovered } from '../page/useHovered';
import { usePage } from '../page/usePage';
import { copyLayers } from './copyLayers';
import { HeaderRow } from './headerRow';
import { moveCursor } from './moveCursor';
import { isRowChosen } from './rowChoice';
import { RowView } from './rowView';
import { leastWidth, tableColumns, type TableColumn } from './tableColumns';
import { tableRows } from './tableRows';
import { useRowChoice } from './useRowChoice';

interface Props {
  readonly model: LayerModel;
  readonly layers: readonly number[];
}

const ROW_HEIGHT = 22;
const HEADER_HEIGHT = 24;
const OUTPUT_WIDTH = 104;
const rowHeight = () => ROW_HEIGHT;

const LABELS = {
  layers: l10n.t('Model by layers'),
  kernels: l10n.t('Model by kernels'),
  nodes: l10n.t('Model by nodes'),
} as const;

/** For the context menu of VS Code. */
const CONTEXT = JSON.stringify({ webviewSection: 'layers', preventDefaultContextMenuItems: true });

/** The row that keys act on, as long as nothing else was selected since. */
interface Cursor {
  readonly row: string;
  readonly selected: number | undefined;
}

/** The table itself: only rows on screen are in the document. */
export function LayerTable({ model, layers }: Props) {
  const store = usePage();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<Cursor | undefined>(undefined);
  const { sort, toggled, grouping, columnWidths } = store.ui.value;
  const rows = useMemo(
    () => tableRows(model, { layers, sort, grouping, isToggled: other => toggled.includes(other) }),
    [model, layers, sort, grouping, toggled],
  );
  const columns = useTableColumns(model);
  const virtual = useVirtualRows(scroller, rows.length, rowHeight, HEADER_HEIGHT);
  const selected = store.selectedIn(model);
  const selectedRow = selected < 0 ? -1 : rows.findIndex(row => row.kind === 'layer' && row.layer === selected);
  const atCursor = cursor === undefined || cursor.selected !== store.ui.value.selected ? -1 : rows.findIndex(({ id }) => id === cursor.row);
  const active = atCursor >= 0 ? atCursor : selectedRow;
  useEffect(() => {
    if (selectedRow >= 0) virtual.reveal(selectedRow);
  }, [selectedRow, model.unit]);
  const hovered = useHovered(model);
  const mask = store.chosenIn(model);
  const moveTo = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setCursor({ row: row.id, selected: store.ui.value.selected });
    virtual.scrollTo(index);
  };
  const choice = useRowChoice({ model, rows, active, moveTo });
  const key = (event: KeyboardEvent) => {
    if (!runShortcut(event, { c: () => copyLayers(store, 'values'), a: () => choice.all(layers) }))
      moveCursor({ event, store, rows, active, choice });
  };
  return (
    <div
      ref={scroller}
      class="table"
      role="treegrid"
      tabIndex={0}
      style={{ '--least-width': px(leastWidth(columns)), '--output-width': px(columnWidths['output'] ?? OUTPUT_WIDTH) }}
      aria-label={LABELS[model.unit]}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      data-vscode-context={CONTEXT}
      data-several={mask === undefined ? undefined : ''}
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
              isChosen={mask === undefined ? item.index === selectedRow : isRowChosen(row, mask)}
              isActive={item.index === active && active !== selectedRow}
              isHovered={row.kind === 'layer' && row.layer === hovered}
              isFlat={sort.column !== 'order' || grouping === 'operators'}
              onClick={event => choice.click(item.index, event)}
              onHover={isOver => hoverLayer(store, model, isOver && 'layer' in row ? row.layer : -1)}
              onContextMenu={() => {
                if (mask === undefined || !isRowChosen(row, mask)) choice.alone(item.index);
              }}
              onToggle={() => store.toggle(row.id)}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The columns as the user chose and arranged them. */
function useTableColumns(model: LayerModel): readonly TableColumn[] {
  const store = usePage();
  const { columns, columnOrder, columnWidths } = store.ui.value;
  const metric = store.metric.value;
  return useMemo(
    () => tableColumns(model, metric, columns, { columnOrder, columnWidths }),
    [model, metric, columns, columnOrder, columnWidths],
  );
}

/** Keys with Ctrl or Cmd; VS Code would copy or select the texts of the page. */
function runShortcut(event: KeyboardEvent, actions: Readonly<Partial<Record<string, () => void>>>): boolean {
  const isShortcut = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  const run = isShortcut ? actions[event.key] : undefined;
  if (run === undefined) return false;
  run();
  event.preventDefault();
  event.stopPropagation();
  return true;
}
