import type { HeatScale } from '../model/heatScale';

/** Cells of a small card, half of which is for its text. */
export const FEW_CELLS = 7;
/** Cells of a collapsed group; more children share cells by the hottest of them. */
export const MOST_CELLS = 14;
export const CELL_PITCH = 11;

/** Heat of `cells` equal parts of some layers, by the hottest of each; `undefined` where nothing is known. */
export function heatCells(scale: HeatScale, layers: ArrayLike<number>, cells: number): readonly (number | undefined)[] {
  const count = Math.min(layers.length, cells);
  return Array.from({ length: count }, (_, cell) => {
    let hottest: number | undefined;
    const end = Math.floor(((cell + 1) * layers.length) / count);
    for (let place = Math.floor((cell * layers.length) / count); place < end; place++) {
      const value = scale.column.values[layers[place] ?? -1] ?? NaN;
      if (!Number.isNaN(value)) hottest = Math.max(hottest ?? 0, scale.heat(value));
    }
    return hottest;
  });
}
