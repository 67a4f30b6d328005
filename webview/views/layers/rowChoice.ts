import { nearestChosen, type LayerMask } from '../model/chosenLayers';
import type { TableRow } from './tableRows';

/** Layers that a row stands for: all that a group shows, open or closed; the layer that a kernel or node is part of. */
export function layersOfRow(row: TableRow): readonly number[] {
  return row.kind === 'section' ? row.layers : [row.layer];
}

/** Whether everything that a row stands for is chosen. */
export function isRowChosen(row: TableRow, mask: LayerMask): boolean {
  return layersOfRow(row).every(layer => mask[layer] === 1);
}

/** Adds what a row stands for, or takes it away where all of it is chosen. Changes `mask`. */
export function toggleRow(mask: LayerMask, row: TableRow): void {
  const isChosen = isRowChosen(row, mask);
  for (const layer of layersOfRow(row)) mask[layer] = isChosen ? 0 : 1;
}

/** Adds the rows between two, both included. The heading of an open group adds nothing: its layers are rows of their own. Changes `mask`. */
export function addRange(mask: LayerMask, rows: readonly TableRow[], from: number, to: number): void {
  for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
    const row = rows[index];
    if (row === undefined || (row.kind === 'section' && row.isOpen)) continue;
    for (const layer of layersOfRow(row)) mask[layer] = 1;
  }
}

/** The layer of a row that is looked at next, chosen if there is one. */
export function focusOf(row: TableRow, mask: LayerMask): number {
  const [first = 0] = layersOfRow(row);
  return row.kind === 'section' ? nearestChosen(mask, first) : first;
}
