import fs from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { LayerwiseError } from '../shared/report/layerwiseError';

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads a CSV whose first line names the columns. Throws `data-invalid`, naming the line. */
export async function readCsv(file: string): Promise<CsvTable> {
  const text = await fs.readFile(file, 'utf8');
  const [columns = [], ...rows] = parseRows(text, file);
  const last = new Map(columns.map((column, index) => [column, index]));
  const twice = columns.find((column, index) => last.get(column) !== index);
  if (isValues(columns))
    throw invalid(file, 'line 1 holds numbers where the names of the columns are needed. Put them in a line before it');
  if (twice !== undefined) throw invalid(file, `line 1 has two columns “${twice}”. Give each a name of its own`);
  return { columns, rows };
}

/** Numbers, but not those with which tables are numbered whose columns have no names. */
function isValues(columns: readonly string[]): boolean {
  const values = columns.map(column => (column === '' ? Number.NaN : Number(column)));
  return (
    values.length > 0 && !values.some(Number.isNaN) && !values.every((value, index) => value === (values[0] === 1 ? index + 1 : index))
  );
}

function parseRows(text: string, file: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    const isUneven = error instanceof CsvError && error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH';
    const advice = isUneven ? 'Every line needs a cell for each column that line 1 names' : 'Correct it, or take it out';
    throw invalid(file, `${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)}. ${advice}`);
  }
}

function invalid(file: string, what: string): LayerwiseError {
  return new LayerwiseError('data-invalid', `${file}: ${what}.`, { file });
}
