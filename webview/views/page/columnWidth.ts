/** Pixels between which a column of the table can be made narrower and wider. */
export const COLUMN_WIDTH = { least: 40, most: 600 } as const;
