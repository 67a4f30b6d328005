import * as l10n from '@vscode/l10n';
import { usePage } from '../page/usePage';
import type { TableColumn } from './tableColumns';

/** Column heads; a click sorts descending, ascending, then in execution order again. */
export function HeaderRow({ columns }: { readonly columns: readonly TableColumn[] }) {
  const store = usePage();
  const { sort } = store.ui.value;
  const click = (column: string) => {
    const isNumber = column === 'number';
    if (sort.column !== column || isNumber) {
      store.arrange({ sort: { column: isNumber ? 'order' : column, descending: true } });
      return;
    }
    store.arrange({ sort: sort.descending ? { column, descending: false } : { column: 'order', descending: false } });
  };
  return (
    <div class="table-head" role="rowgroup">
      <div class="table-row" role="row" aria-rowindex={1}>
        {columns.map(column => {
          const order = sortOf(sort, column.id);
          return (
            <div key={column.id} class={`cell c-${column.kind}`} role="columnheader" aria-sort={order}>
              <button
                type="button"
                onClick={() => click(column.id)}
                title={[column.note, l10n.t('Sort by {0}', column.title)].filter(Boolean).join('\n')}
              >
                {column.title}
                {order === 'none' ? '' : order === 'ascending' ? ' ▴' : ' ▾'}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function sortOf(sort: { readonly column: string; readonly descending: boolean }, column: string): 'ascending' | 'descending' | 'none' {
  const isSorted = sort.column === column || (sort.column === 'order' && column === 'number');
  if (!isSorted) return 'none';
  return sort.descending && sort.column !== 'order' ? 'descending' : 'ascending';
}
