import type { TableColumn } from './tableColumns';

/** What tells a row apart stays at its place. */
const FIXED: ReadonlySet<TableColumn['kind']> = new Set(['number', 'layer', 'op']);

export function isMovable({ kind }: TableColumn): boolean {
  return !FIXED.has(kind);
}

/** Columns by ids as the user arranged them; those that were not shown at the time keep their places. */
export function inOrder(columns: readonly TableColumn[], order: readonly string[]): readonly TableColumn[] {
  const isArranged = (column: TableColumn) => isMovable(column) && order.includes(column.id);
  const arranged = columns.filter(isArranged).sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  let next = 0;
  return columns.map(column => (isArranged(column) ? (arranged[next++] ?? column) : column));
}

/** Ids in order once the column `id` stands at position `to` of the table; `undefined` where it may not. */
export function movedTo(columns: readonly TableColumn[], id: string, to: number): readonly string[] | undefined {
  const from = columns.findIndex(column => column.id === id);
  const [moved, target] = [columns[from], columns[to]];
  if (moved === undefined || target === undefined || from === to || !isMovable(moved) || !isMovable(target)) return undefined;
  const others = columns.filter(column => column !== moved);
  return [...others.slice(0, to), moved, ...others.slice(to)].filter(isMovable).map(column => column.id);
}
