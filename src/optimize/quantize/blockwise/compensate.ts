import { roundInTurn, strongestFirst, transmission } from '../../reconstruct/transmission';
import { blocksOf, largestCode, nearestCode, type BlockedWeight, type BlockFormat, type BlockGrid } from './blockGrid';

/** Inputs whose errors are made up for together: factorising grows with the third power, and far-off inputs help little. */
const TILE = 512;

/**
 * GPTQ (Frantar et al. 2023, arXiv 2210.17323): rounds one input after the other, the strongest first, and lets the inputs that are left make up for each
 * error, so that the layer's output on the data changes least. Scales are those of `grid`.
 * @param weights [rows, depth]
 * @param gram second moments of the layer's input, [depth, depth]
 */
export function compensate(
  weights: Float32Array,
  rows: number,
  depth: number,
  format: BlockFormat,
  grid: BlockGrid,
  gram: Float64Array,
): BlockedWeight {
  const codes = new Uint8Array(rows * depth);
  const rounding: Rounding = { weights, rows, depth, format, grid, codes };
  for (let from = 0; from < depth; from += TILE) {
    const size = Math.min(TILE, depth - from);
    const order = strongestFirst(gram, depth, from, size);
    const passOn = transmission(gram, depth, order);
    roundTile(rounding, order, passOn);
  }
  return { rows, depth, codes, ...grid };
}

interface Rounding {
  readonly weights: Float32Array;
  readonly rows: number;
  readonly depth: number;
  readonly format: BlockFormat;
  readonly grid: BlockGrid;
  readonly codes: Uint8Array;
}

function roundTile({ weights, rows, depth, format, grid, codes }: Rounding, order: Int32Array, passOn: Float64Array): void {
  const size = order.length;
  const largest = largestCode(format);
  const blocks = blocksOf(depth, format);
  const left = new Float64Array(size);
  for (let row = 0; row < rows; row++) {
    const base = row * depth;
    for (let index = 0; index < size; index++) left[index] = weights[base + order[index]!]!;
    roundInTurn(left, passOn, (value, index) => {
      const k = order[index]!;
      const place = row * blocks + Math.floor(k / format.block);
      const scale = grid.scales[place]!;
      const zeroPoint = grid.zeroPoints[place]!;
      const code = nearestCode(value, scale, zeroPoint, largest);
      codes[base + k] = code;
      return scale * (code - zeroPoint);
    });
  }
}
