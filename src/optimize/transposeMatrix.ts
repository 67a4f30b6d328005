/** [rows, columns] → [columns, rows]. */
export function transposeMatrix<T extends Float32Array | Float64Array | Uint8Array>(values: T, rows: number, columns: number): T {
  const result = values.slice() as T;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column]!;
  return result;
}
