import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { usePage } from '../page/usePage';
import { cellStyle } from './cellStyle';
import { ColumnEdge } from './columnEdge';
import { isMovable } from './columnOrder';
import type { TableColumn } from './tableColumns';
import { useColumnWidth } from './useColumnWidth';

interface Props {
  readonly column: TableColumn;
  readonly index: number;
  readonly order: 'ascending' | 'descending' | 'none';
  /** Whether the column that is dragged would come here. */
  readonly isDropPlace: boolean;
  readonly onSort: () => void;
  /** Position in the table that the column is dragged to; `undefined` for none. */
  readonly onDrag: (to: number | undefined) => void;
  readonly onMove: (to: number) => void;
}

const DRAG_PX = 6;
const WIDTH_STEP = 10;

/** Head of a column: sorts on a click; Alt and an arrow move it, Shift and an arrow change its width, as dragging it or its edge does. */
export function ColumnHead({ column, index, order, isDropPlace, onSort, onDrag, onMove }: Props) {
  const store = usePage();
  const head = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly x: number; to: number | undefined; isDragged: boolean } | undefined>(undefined);
  const width = useColumnWidth(column, head);
  const canMove = isMovable(column);
  const move = (event: PointerEvent) => {
    const { current } = drag;
    if (current === undefined || (!current.isDragged && Math.abs(event.clientX - current.x) <= DRAG_PX)) return;
    current.isDragged = true;
    onDrag((current.to = headAt(head.current, event.clientX)));
  };
  const up = () => {
    const { current } = drag;
    // The click that follows a drag is its end.
    setTimeout(() => (drag.current = undefined));
    if (current?.isDragged !== true) return;
    onDrag(undefined);
    if (current.to !== undefined) onMove(current.to);
  };
  const click = () => {
    if (drag.current?.isDragged !== true) onSort();
  };
  const moveByKey = (button: HTMLButtonElement, to: number) => {
    onMove(to);
    // An element that is put elsewhere loses the focus.
    requestAnimationFrame(() => button.focus());
  };
  const key = (event: KeyboardEvent & { readonly currentTarget: HTMLButtonElement }) => {
    // Of the button alone: the table would act on a row.
    if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step === 0 || event.altKey === event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey) moveByKey(event.currentTarget, index + step);
    else store.announcement.value = l10n.t('{0}, {1} pixels wide', column.title, width.set(width.now() + step * WIDTH_STEP));
  };
  return (
    <div
      ref={head}
      class={`cell c-${column.kind} ${column.width === undefined ? '' : 'sized'} ${isDropPlace ? 'drop-place' : ''}`}
      style={cellStyle(column)}
      role="columnheader"
      aria-sort={order}
    >
      <button
        type="button"
        class="column-title"
        aria-keyshortcuts={canMove ? 'Alt+ArrowLeft Alt+ArrowRight Shift+ArrowLeft Shift+ArrowRight' : 'Shift+ArrowLeft Shift+ArrowRight'}
        onClick={click}
        onKeyDown={key}
        title={titleOf(column, canMove)}
        onPointerDown={event => {
          if (!canMove || event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, to: undefined, isDragged: false };
        }}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => {
          drag.current = undefined;
          onDrag(undefined);
        }}
      >
        {column.title}
        {order === 'none' ? '' : order === 'ascending' ? ' ▴' : ' ▾'}
      </button>
      <ColumnEdge now={width.now} onChange={width.set} onReset={width.reset} />
    </div>
  );
}

function titleOf({ note, title }: TableColumn, canMove: boolean): string {
  const place = canMove ? l10n.t('Drag it, or Alt and an arrow: its place') : '';
  return [note, l10n.t('Sort by {0}', title), place, l10n.t('Drag its edge, or Shift and an arrow: its width')].filter(Boolean).join('\n');
}

/** Position of the head under the pointer in the row of `head`. */
function headAt(head: HTMLElement | null, x: number): number | undefined {
  const heads = [...(head?.parentElement?.children ?? [])].map(element => element.getBoundingClientRect());
  const index = heads.findIndex(({ left, right }) => x >= left && x < right);
  return index < 0 ? undefined : index;
}
