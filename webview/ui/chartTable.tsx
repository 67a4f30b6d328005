import { useEffect, useId, useRef } from 'preact/hooks';
import { px } from './px';
import { rowTarget } from './rowTarget';
import { useVirtualRows } from './useVirtualRows';

export interface ChartColumn {
  readonly title: string;
  /** Share of the width. */
  readonly width: number;
  readonly isNumber?: boolean;
  /** The one column that stays beside the first where there is no room for more; the first with numbers unless told. */
  readonly isMain?: boolean;
  readonly text: (row: number) => string;
}

interface Props {
  readonly label: string;
  readonly count: number;
  readonly columns: readonly ChartColumn[];
  /** Selected row, −1 for none. */
  readonly selected: number;
  readonly onSelect: (row: number) => void;
}

const ROW_HEIGHT = 22;
const HEADER_HEIGHT = 24;
const PAGE = 10;
const rowHeight = () => ROW_HEIGHT;

/** The figures of a chart as a table; only rows on screen are in the document. */
export function ChartTable({ label, count, columns, selected, onSelect }: Props) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualRows(scroller, count, rowHeight, HEADER_HEIGHT);
  useEffect(() => {
    if (selected >= 0) virtual.reveal(selected);
  }, [selected]);
  const key = (event: KeyboardEvent) => {
    const next = rowTarget(event.key, selected, count, PAGE);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(next);
  };
  const template = columns.map(({ width }) => `${width}fr`).join(' ');
  const main = columns.find(({ isMain }) => isMain) ?? columns.find(({ isNumber }) => isNumber) ?? columns[1];
  const cellClass = (column: ChartColumn) =>
    `${column.isNumber === true ? 'num' : 'trunc'} ${column === columns[0] || column === main ? '' : 'extra'}`;
  return (
    <div
      ref={scroller}
      class="chart-table sm"
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      {...(selected >= 0 ? { 'aria-activedescendant': `${id}-${selected}` } : {})}
      style={{ '--columns': template }}
      onKeyDown={key}
    >
      <div role="rowgroup" class="chart-table-head">
        <div role="row" aria-rowindex={1} class="chart-row label">
          {columns.map(column => (
            <span key={column.title} role="columnheader" class={cellClass(column)}>
              {column.title}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="chart-table-body" style={{ height: px(virtual.totalHeight) }}>
        {virtual.items.map(({ index, top }) => (
          <div
            key={index}
            id={`${id}-${index}`}
            role="row"
            aria-rowindex={index + 2}
            aria-selected={index === selected}
            class="chart-row"
            style={{ top: px(top) }}
            onClick={() => onSelect(index)}
          >
            {columns.map(column => (
              <span key={column.title} role="gridcell" class={cellClass(column)}>
                {column.text(index)}
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
