/** Operators that hand their operand's memory on, read nothing but its shape, or leave all work to their bodies. */
export const MOVES_NOTHING: ReadonlySet<string> = new Set([
  ...['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Identity', 'Dropout', 'Shape', 'Size', 'Constant'],
  ...['If', 'Loop', 'Scan'],
]);

/** Operators that read only the part they need of their first operand: no more than they write. */
export const READS_ROWS: ReadonlySet<string> = new Set(['Gather', 'GatherND', 'GatherElements', 'GatherBlockQuantized', 'Slice']);
