import { rowTarget } from '../../ui/rowTarget';
import type { PageStore } from '../page/pageStore';
import { openDetails } from '../page/showDetails';
import type { TableRow } from './tableRows';
import type { useRowChoice } from './useRowChoice';

interface Move {
  readonly event: KeyboardEvent;
  readonly store: PageStore;
  readonly rows: readonly TableRow[];
  readonly active: number;
  readonly choice: Pick<ReturnType<typeof useRowChoice>, 'alone' | 'move' | 'toggle'>;
}

const PAGE = 20;

/** Keys of the table: rows up and down, right opens, left closes or goes to the row above in the tree, `*` opens all, Space chooses one more or less. */
export function moveCursor({ event, store, rows, active, choice }: Move): void {
  const target = rowTarget(event.key, active, rows.length, PAGE);
  const row = rows[active];
  if (target !== undefined) choice.move(target, event);
  else if (event.key === '*') openAll(store, rows);
  else if (event.key === ' ') choice.toggle(active);
  else if (row === undefined || !openOrClose(event.key, { store, rows, active, choice }, row)) return;
  event.preventDefault();
  event.stopPropagation();
}

/** True when the key meant something for this row. */
function openOrClose(key: string, { store, rows, active, choice }: Omit<Move, 'event'>, row: TableRow): boolean {
  const isOpen = 'isOpen' in row ? row.isOpen : undefined;
  switch (key) {
    case 'ArrowRight':
      if (isOpen === false) store.toggle(row.id);
      return true;
    case 'ArrowLeft':
      if (isOpen === true) store.toggle(row.id);
      else choice.alone(parentOf(rows, active));
      return true;
    case 'Enter':
      if (isOpen !== undefined) store.toggle(row.id);
      else openDetails(store);
      return true;
    default:
      return false;
  }
}

function parentOf(rows: readonly TableRow[], index: number): number {
  let parent = index;
  while (parent > 0 && levelOf(rows[parent]) >= levelOf(rows[index])) parent--;
  return parent;
}

function levelOf(row: TableRow | undefined): number {
  if (row?.kind === 'inside') return 2 + row.depth;
  return row?.kind === 'section' ? 0 : row?.kind === 'layer' ? 1 : 2;
}

function openAll(store: PageStore, rows: readonly TableRow[]): void {
  const closed = rows.flatMap(row => ('isOpen' in row && row.isOpen === false ? [row.id] : []));
  const sections = new Set(closed.filter(id => id.startsWith('section:')));
  const { toggled } = store.ui.value;
  store.arrange({ toggled: [...toggled.filter(id => !sections.has(id)), ...closed.filter(id => !sections.has(id))] });
}
