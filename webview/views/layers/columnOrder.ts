import type { TableColumn } from './tableColumns';

/** What tells a row apart stays at its place. */
const FIXED: ReadonlySet<TableColumn['kind']> = new Set(['number', 'layer', 'op']);

export function isMovable({ kind }: TableColumn): boolean {
  return !FIXED.has(kind);
}

/** By what the place and the width of a column are kept: those of the main column stay with it, whichever metric it carries. */
export function columnKey({ kind, id }: Pick<TableColumn, 'kind' | 'id'>): string {
  return kind === 'primary' ? kind : id;
}

/** Columns as the user arranged them, by their keys; those that were not shown at the time keep their places. */
export function inOrder(columns: readonly TableColumn[], order: readonly string[]): readonly TableColumn[] {
  const place = (column: TableColumn) => order.indexOf(columnKey(column));
  const isArranged = (column: TableColumn) => isMovable(column) && place(column) >= 0;
  const arranged = columns.filter(isArranged).sort((a, b) => place(a) - place(b));
  let next = 0;
  return columns.map(column => (isArranged(column) ? (arranged[next++] ?? column) : column));
}

/** Keys in order once `moved` stands at position `to` of the table, those of `order` that are not shown among them; `undefined` where it may not. */
export function movedTo(
  columns: readonly TableColumn[],
  moved: TableColumn,
  to: number,
  order: readonly string[],
): readonly string[] | undefined {
  const target = columns[to];
  if (target === undefined || target === moved || !isMovable(moved) || !isMovable(target)) return undefined;
  const others = columns.filter(column => column !== moved);
  return withHidden([...others.slice(0, to), moved, ...others.slice(to)].filter(isMovable).map(columnKey), order);
}

/** Each column that is not shown stays behind the one that it stood behind. */
function withHidden(shown: readonly string[], order: readonly string[]): readonly string[] {
  const keys = [...shown];
  order.forEach((key, place) => {
    if (!keys.includes(key)) keys.splice(keys.indexOf(order[place - 1] ?? '') + 1, 0, key);
  });
  return keys;
}
