import { largest } from '../../../src/shared/base/extremes';
import type { HeatScale } from '../model/heatScale';
import { layersOf, type GraphSubject } from './graphScene';
import { FEW_CELLS, heatCells, MOST_CELLS } from './heatCells';

/** Columns of a run's matrix; more layers share columns by the hottest of them. */
const MOST_COLUMNS = 64;

type Cells = readonly (number | undefined)[];

/** Heat of what is inside of groups, found when it is first asked for. */
export interface BoxHeat {
  /** Of a group, by layer. */
  cells(box: number): Cells;
  /** The same in the room of a small card. */
  fewCells(box: number): Cells;
  /** Of a run: a row for each group. */
  rows(box: number): readonly Cells[];
}

export function boxHeat(subject: GraphSubject, scale: HeatScale): BoxHeat {
  const { boxes } = subject.graph;
  const [cells, few, rows] = [new Map<number, Cells>(), new Map<number, Cells>(), new Map<number, readonly Cells[]>()];
  const remember = <T>(known: Map<number, T>, box: number, find: () => T): T => {
    let found = known.get(box);
    if (found === undefined) known.set(box, (found = find()));
    return found;
  };
  const rowsOf = (index: number): readonly Cells[] => {
    const instances = boxes[index]?.instances ?? [];
    const columns = Math.min(MOST_COLUMNS, largest(instances.map(({ first, end }) => end - first)));
    return instances.map(group => heatCells(scale, inFileOrder(subject, group), columns));
  };
  const cellsOf = (index: number, most: number): Cells => {
    const box = boxes[index];
    return box === undefined ? [] : heatCells(scale, layersOf(subject, box), most);
  };
  return {
    cells: box => remember(cells, box, () => cellsOf(box, MOST_CELLS)),
    fewCells: box => remember(few, box, () => cellsOf(box, FEW_CELLS)),
    rows: box => remember(rows, box, () => rowsOf(box)),
  };
}

/** Equal blocks may run their layers in different orders; a column compares the same layer of all. */
export function inFileOrder(
  subject: Pick<GraphSubject, 'tree' | 'model'>,
  group: { readonly first: number; readonly end: number },
): readonly number[] {
  const nodeOf = (layer: number) => subject.model.layers[layer]?.node ?? -1;
  return Array.from(layersOf(subject, group)).sort((a, b) => nodeOf(a) - nodeOf(b) || a - b);
}
