import { useRef } from 'preact/hooks';
import { maskOf, type LayerMask } from '../model/chosenLayers';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { addRange, focusOf, toggleRow } from './rowChoice';
import type { TableRow } from './tableRows';

interface Options {
  readonly model: LayerModel;
  readonly rows: readonly TableRow[];
  /** Row that keys act on, −1 for none. */
  readonly active: number;
  /** Makes a row the active one and brings it onto the screen. */
  readonly moveTo: (index: number) => void;
}

/** What a row, and with it several, is chosen with. */
type Modifiers = Pick<KeyboardEvent | MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** Where a range begins, as long as what was selected then still is. */
interface Anchor {
  readonly row: string | undefined;
  readonly selected: number | undefined;
}

/** Chooses rows as lists of files do: one alone, with Ctrl or Cmd one more or less, with Shift all from where the last choice began. */
export function useRowChoice({ model, rows, active, moveTo }: Options) {
  const store = usePage();
  const anchor = useRef<Anchor | undefined>(undefined);
  const begin = () => (anchor.current?.selected === store.ui.value.selected ? anchor.current?.row : rows[active]?.id);
  const finish = (index: number, row: string | undefined) => {
    anchor.current = { row, selected: store.ui.value.selected };
    moveTo(index);
  };
  const choose = (mask: LayerMask, row: TableRow) => store.choose(model, mask, focusOf(row, mask));
  const alone = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    // A group is no layer: the one that was selected stays, alone.
    store.select(row.kind === 'layer' ? model.layers[row.layer]?.key : store.ui.value.selected);
    finish(index, row.id);
  };
  const toggle = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    const mask = store.chosenMask(model);
    toggleRow(mask, row);
    choose(mask, row);
    finish(index, row.id);
  };
  const upTo = (index: number, isMore: boolean) => {
    const row = rows[index];
    if (row === undefined) return;
    const first = begin() ?? row.id;
    const from = rows.findIndex(({ id }) => id === first);
    const mask = isMore ? store.chosenMask(model) : maskOf(model, []);
    addRange(mask, rows, from < 0 ? index : from, index);
    choose(mask, row);
    finish(index, first);
  };
  /** A click on a row, or a key that led to it; with Shift and Ctrl a range is added to what is chosen. */
  const act = (index: number, { ctrlKey, metaKey, shiftKey }: Modifiers, withCtrl: (index: number) => void) => {
    if (shiftKey) upTo(index, ctrlKey || metaKey);
    else if (ctrlKey || metaKey) withCtrl(index);
    else alone(index);
  };
  return {
    alone,
    toggle,
    all: (layers: readonly number[]) => store.choose(model, maskOf(model, layers), store.selectedIn(model)),
    click: (index: number, event: MouseEvent) => act(index, event, toggle),
    /** With Ctrl a key only moves: Space chooses. */
    move: (index: number, event: KeyboardEvent) => act(index, event, moveTo),
  };
}
