/** Codes of 4 bits, two per byte, the first in the low half (onnx.proto, `raw_data` of INT4 and UINT4); an odd one out leaves the high half 0. */
export function packNibbles(codes: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(codes.length / 2));
  for (let index = 0; index < codes.length; index++) bytes[index >> 1]! |= (codes[index]! & 0xf) << (4 * (index & 1));
  return bytes;
}

/** The same, each row on its own: [rows, width] → [rows, ⌈width / 2⌉]. */
export function packRows(codes: Uint8Array, rows: number): Uint8Array {
  const width = codes.length / rows;
  const packedWidth = Math.ceil(width / 2);
  const bytes = new Uint8Array(rows * packedWidth);
  for (let row = 0; row < rows; row++) bytes.set(packNibbles(codes.subarray(row * width, (row + 1) * width)), row * packedWidth);
  return bytes;
}
