/** How weights are put on a grid: `block` neighbours in the sum of an output share a scale (and a zero-point unless symmetric). */
export interface BlockFormat {
  readonly bits: 4 | 8;
  readonly block: number;
  readonly isSymmetric: boolean;
}

/** A weight [rows, depth], one row per output, with a scale and a zero-point per row and block: w = scale · (code − zeroPoint). */
export interface BlockedWeight {
  readonly rows: number;
  readonly depth: number;
  /** Codes 0 … 2^bits − 1, [rows, depth]. */
  readonly codes: Uint8Array;
  /** [rows, blocks]. May be negative. */
  readonly scales: Float32Array;
  /** [rows, blocks]; 2^(bits − 1) everywhere when symmetric. */
  readonly zeroPoints: Uint8Array;
}

/** Scales and zero-points of a weight whose codes are still to be found. */
export type BlockGrid = Pick<BlockedWeight, 'scales' | 'zeroPoints'>;

export function blocksOf(depth: number, { block }: Pick<BlockFormat, 'block'>): number {
  return Math.ceil(depth / block);
}

export function largestCode({ bits }: Pick<BlockFormat, 'bits'>): number {
  return 2 ** bits - 1;
}

/** The zero-point of symmetric codes. */
export function middleCode({ bits }: Pick<BlockFormat, 'bits'>): number {
  return 2 ** (bits - 1);
}

/** The code whose value is nearest to `value`. */
export function nearestCode(value: number, scale: number, zeroPoint: number, largest: number): number {
  const code = Math.round(value / scale) + zeroPoint;
  return code < 0 ? 0 : code > largest ? largest : code;
}

/** The weights that the codes stand for, [rows, depth]. */
export function dequantize({ rows, depth, codes, scales, zeroPoints }: BlockedWeight, { block }: Pick<BlockFormat, 'block'>): Float32Array {
  const blocks = blocksOf(depth, { block });
  const values = new Float32Array(rows * depth);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < depth; k++) {
      const place = row * blocks + Math.floor(k / block);
      values[row * depth + k] = scales[place]! * (codes[row * depth + k]! - zeroPoints[place]!);
    }
  }
  return values;
}
