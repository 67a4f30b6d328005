import { assertNever } from '../../../shared/base/assertNever';
import type { BlockedWeight, BlockFormat } from './blockGrid';
import { chooseGrid } from './chooseGrid';
import { compensate } from './compensate';
import { halfQuadratic } from './halfQuadratic';
import { roundToNearest } from './roundToNearest';

/** `rtn`: every weight to the nearest level; `hqq`: the grid fitted to be robust against outliers; `gptq`: the layer's output on data kept. */
export type RoundingMethod = 'rtn' | 'hqq' | 'gptq';

/**
 * Puts a weight [rows, depth] on its grid.
 * @param gram second moments of the layer's input, [depth, depth], for `gptq`; without them weights are rounded to nearest
 */
export function quantizeMatrix(
  weights: Float32Array,
  rows: number,
  depth: number,
  format: BlockFormat,
  method: RoundingMethod,
  gram: Float64Array | undefined,
): BlockedWeight {
  const grid = chooseGrid(weights, rows, depth, format);
  switch (method) {
    case 'rtn':
      return roundToNearest(weights, rows, depth, format, grid);
    case 'hqq':
      return halfQuadratic(weights, rows, depth, format, grid);
    case 'gptq':
      return gram === undefined ? roundToNearest(weights, rows, depth, format, grid) : compensate(weights, rows, depth, format, grid, gram);
    default:
      return assertNever(method);
  }
}
