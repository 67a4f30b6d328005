/** A table as text; pages and Markdown write it in their own way. */
export interface TextTable {
  readonly columns: readonly TextColumn[];
  readonly rows: readonly (readonly string[])[];
}

export interface TextColumn {
  readonly title: string;
  readonly isNumber: boolean;
}

export function textColumn(title: string): TextColumn {
  return { title, isNumber: false };
}

export function numberColumn(title: string): TextColumn {
  return { title, isNumber: true };
}
