import { rowTarget } from '../../ui/rowTarget';
import type { PageStore } from '../page/pageStore';
import type { StripRow } from './stripRows';

interface Move {
  readonly key: string;
  readonly store: PageStore;
  readonly rows: readonly StripRow[];
  readonly active: number;
  readonly moveTo: (index: number) => void;
  /** Shows a layer in the editor. */
  readonly show: (layer: number) => void;
}

const PAGE = 20;

/** Keys of the strip: rows up and down, right opens or goes inside, left closes or goes to the heading, `*` opens all; true when the key meant something. */
export function moveInStrip(move: Move): boolean {
  const { key, store, rows, active, moveTo } = move;
  const target = rowTarget(key, active, rows.length, PAGE);
  if (target !== undefined) moveTo(target);
  else if (key === '*') openAll(store, rows);
  else return onRow(move, rows[active]);
  return true;
}

function onRow({ key, store, rows, active, moveTo, show }: Move, row: StripRow | undefined): boolean {
  if (row === undefined) return false;
  const isOpen = row.kind === 'layer' ? undefined : row.isOpen;
  switch (key) {
    case 'ArrowRight':
      if (isOpen === false) toggleRow(store, row);
      else if (isOpen === true) moveTo(active + 1);
      return true;
    case 'ArrowLeft':
      if (isOpen === true) toggleRow(store, row);
      else moveTo(parentOf(rows, active));
      return true;
    case 'Enter':
      if (row.kind === 'layer') show(row.layer);
      else toggleRow(store, row);
      return true;
    default:
      return false;
  }
}

/** Opens or closes a section, or a run of layers that share a row. */
export function toggleRow(store: PageStore, row: StripRow): void {
  if (row.kind !== 'layer') store.toggle(row.kind === 'pool' ? row.run : row.id);
}

function openAll(store: PageStore, rows: readonly StripRow[]): void {
  const closed = new Set(rows.flatMap(row => (row.kind === 'section' && !row.isOpen ? [row.id] : [])));
  store.arrange({ toggled: store.ui.value.toggled.filter(id => !closed.has(id)) });
}

/** The row itself at the top. */
function parentOf(rows: readonly StripRow[], index: number): number {
  let parent = index;
  while (parent > 0 && levelOf(rows[parent]) >= levelOf(rows[index])) parent--;
  return levelOf(rows[parent]) < levelOf(rows[index]) ? parent : index;
}

function levelOf(row: StripRow | undefined): number {
  return row === undefined || row.kind === 'section' ? 1 : row.level;
}
