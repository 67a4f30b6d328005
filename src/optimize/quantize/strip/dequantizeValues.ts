import type { ConcreteShape } from '../../../shared/graph/shape';
import type { DenseData } from '../../../shared/graph/denseTensor';

/** Stored integers with their scales: one for all, one per position of `axis`, or one per block of `block` positions (ONNX DequantizeLinear). */
export interface QuantizedValues {
  readonly codes: DenseData;
  readonly dims: ConcreteShape;
  readonly scales: DenseData;
  /** Absent: 0. */
  readonly zeroPoints: DenseData | undefined;
  readonly axis: number;
  /** 0 without blocks. */
  readonly block: number;
}

/** (code − zeroPoint) · scale. */
export function dequantizeValues({ codes, dims, scales, zeroPoints, axis, block }: QuantizedValues): Float32Array {
  const rank = dims.length;
  const along = axis < 0 ? axis + rank : axis;
  const inner = dims.slice(along + 1).reduce((product, dim) => product * dim, 1);
  const width = dims[along] ?? 1;
  const blocks = block > 0 ? Math.ceil(width / block) : width;
  const isSingle = scales.length === 1;
  return Float32Array.from({ length: codes.length }, (_, index) => {
    const position = Math.floor(index / inner) % width;
    const outer = Math.floor(index / (inner * width));
    const inBlocks = (outer * blocks + Math.floor(position / block)) * inner + (index % inner);
    const place = isSingle ? 0 : block > 0 ? inBlocks : position;
    const zero = zeroPoints === undefined ? 0 : Number(zeroPoints[zeroPoints.length === 1 ? 0 : place]);
    return (Number(codes[index]) - zero) * Number(scales[place]);
  });
}

/** Codes of com.microsoft.MatMulNBits as they lie in bytes: `bits` each, the lowest first. */
export function unpackCodes(bytes: DenseData, bits: number, rows: number, perRow: number): Uint8Array {
  const rowBytes = bytes.length / rows;
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  return Uint8Array.from({ length: rows * perRow }, (_, index) => {
    const k = index % perRow;
    const byte = Number(bytes[Math.floor(index / perRow) * rowBytes + Math.floor(k / perByte)]);
    return (byte >> (bits * (k % perByte))) & mask;
  });
}
