export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Columns aligned with spaces; no trailing blanks. Cells hold no escape sequences, colour is put on whole lines by the caller. */
export function formatTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = columns.map((column, index) =>
    rows.reduce((widest, row) => Math.max(widest, (row[index] ?? '').length), column.title.length),
  );
  const format = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => (columns[index]?.align === 'right' ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd();
  return [format(columns.map(column => column.title)), ...rows.map(format)];
}
