import type { ComponentChildren } from 'preact';
import { assertNever } from '../../../src/shared/base/assertNever';
import type { LayerModel } from '../model/layerModel';
import { cellStyle } from './cellStyle';
import { InsideCell } from './insideCell';
import { KernelCell } from './kernelCell';
import { LayerCell } from './layerCell';
import { NodeCell } from './nodeCell';
import { SectionCell } from './sectionCell';
import type { TableColumn } from './tableColumns';
import type { TableRow } from './tableRows';

interface Props {
  readonly id: string;
  readonly model: LayerModel;
  readonly row: TableRow;
  readonly columns: readonly TableColumn[];
  readonly top: number;
  readonly index: number;
  readonly isSelected: boolean;
  /** With others, or alone. */
  readonly isChosen: boolean;
  readonly isActive: boolean;
  /** The pointer is on its layer, here or in another part of the page. */
  readonly isHovered: boolean;
  /** No sections above the rows: names are shown in full. */
  readonly isFlat: boolean;
  readonly onClick: (event: MouseEvent) => void;
  readonly onHover: (isOver: boolean) => void;
  readonly onContextMenu: () => void;
  readonly onToggle: () => void;
}

const LEVELS = { section: 1, layer: 2, kernel: 3, node: 3, inside: 3 } as const;

export function RowView(props: Props) {
  const { id, row, columns, top, index, isSelected, isChosen, isActive, isHovered, onClick, onHover, onContextMenu, onToggle } = props;
  const canBeChosen = row.kind === 'layer' || row.kind === 'section';
  const isOpen = 'isOpen' in row ? row.isOpen : undefined;
  const state = isSelected ? 'selected' : isChosen && canBeChosen ? 'chosen' : '';
  return (
    <div
      id={id}
      class={`table-row ${row.kind} ${state} ${isActive ? 'active' : ''} ${isHovered ? 'hovered' : ''}`}
      role="row"
      aria-level={LEVELS[row.kind] + (row.kind === 'inside' ? row.depth : 0)}
      aria-rowindex={index + 2}
      aria-selected={canBeChosen ? isChosen : undefined}
      aria-expanded={isOpen}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onClick}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
      onContextMenu={onContextMenu}
      onDblClick={isOpen === undefined ? undefined : onToggle}
    >
      {columns.map(column => {
        const spanned = spanning(column, row.kind, columns);
        return (
          <div
            key={column.id}
            class={`cell c-${column.kind} ${spanned.width === undefined ? '' : 'sized'}`}
            style={cellStyle(spanned)}
            role="gridcell"
          >
            {cellOf(props, column)}
          </div>
        );
      })}
    </div>
  );
}

/** Names in rows without an operator stand across both of their columns. */
function spanning(column: TableColumn, kind: TableRow['kind'], columns: readonly TableColumn[]): Pick<TableColumn, 'width'> {
  if (column.kind !== 'layer' || kind === 'layer' || column.width === undefined) return column;
  const op = columns.find(other => other.kind === 'op')?.width;
  return { width: op === undefined ? undefined : column.width + op };
}

function cellOf({ model, row, isFlat, onToggle }: Props, column: TableColumn): ComponentChildren {
  switch (row.kind) {
    case 'section':
      return <SectionCell model={model} row={row} column={column} onToggle={onToggle} />;
    case 'layer':
      return <LayerCell model={model} row={row} column={column} isFlat={isFlat} onToggle={onToggle} />;
    case 'kernel':
      return <KernelCell model={model} row={row} column={column} />;
    case 'inside':
      return <InsideCell model={model} row={row} column={column} />;
    case 'node':
      return <NodeCell model={model} row={row} column={column} />;
    default:
      return assertNever(row);
  }
}
