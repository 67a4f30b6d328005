import fs from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { LayerwiseError } from '../shared/report/layerwiseError';

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads a CSV whose first line names the columns. Throws `data-invalid`, naming the line. */
export async function readCsv(file: string): Promise<CsvTable> {
  const text = await fs.readFile(file, 'utf8');
  const [columns = [], ...rows] = parseRows(text, file);
  return { columns, rows };
}

function parseRows(text: string, file: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new LayerwiseError('data-invalid', `${file}: ${error instanceof Error ? error.message : String(error)}.`, { file });
  }
}
