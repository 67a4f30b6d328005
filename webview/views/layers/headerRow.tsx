import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { usePage } from '../page/usePage';
import { ColumnHead } from './columnHead';
import { movedTo } from './columnOrder';
import type { TableColumn } from './tableColumns';

/** Column heads: a click sorts descending, ascending, then in execution order again; they can be dragged, and their right edges. */
export function HeaderRow({ columns }: { readonly columns: readonly TableColumn[] }) {
  const store = usePage();
  const [dropAt, setDropAt] = useState<number | undefined>(undefined);
  const { sort, columnOrder: order } = store.ui.value;
  const click = (column: string) => {
    const isNumber = column === 'number';
    if (sort.column !== column || isNumber) {
      store.arrange({ sort: { column: isNumber ? 'order' : column, descending: true } });
      return;
    }
    store.arrange({ sort: sort.descending ? { column, descending: false } : { column: 'order', descending: false } });
  };
  const move = (column: TableColumn, to: number) => {
    const columnOrder = movedTo(columns, column, to, order);
    setDropAt(undefined);
    if (columnOrder === undefined) return;
    store.arrange({ columnOrder });
    store.announcement.value = l10n.t('{0}, column {1} of {2}', column.title, to + 1, columns.length);
  };
  const openMenu = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    store.overlay.value = 'columns';
  };
  return (
    <div class="table-head" role="rowgroup" onContextMenu={openMenu}>
      <div class="table-row" role="row" aria-rowindex={1}>
        {columns.map((column, index) => (
          <ColumnHead
            key={column.id}
            column={column}
            index={index}
            order={sortOf(sort, column.id)}
            isDropPlace={index === dropAt}
            onSort={() => click(column.id)}
            onDrag={to => setDropAt(to === undefined || movedTo(columns, column, to, order) === undefined ? undefined : to)}
            onMove={to => move(column, to)}
          />
        ))}
      </div>
    </div>
  );
}

function sortOf(sort: { readonly column: string; readonly descending: boolean }, column: string): 'ascending' | 'descending' | 'none' {
  const isSorted = sort.column === column || (sort.column === 'order' && column === 'number');
  if (!isSorted) return 'none';
  return sort.descending && sort.column !== 'order' ? 'descending' : 'ascending';
}
