import type { DenseTensor } from '../shared/graph/denseTensor';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { arrayDataset } from './arrayDataset';
import type { CsvTable } from './csvTable';
import type { Dataset, ModelInput } from './dataset';
import type { Preprocess } from './preprocess';
import { memoryArray, type SampleArray } from './sampleArray';

const LABEL = 'label';
const SLICE = 'slice';

/**
 * Rows are samples. `columns` of `preprocess.json` says which columns make an input, in order; without it every column but `label` and `slice` does, which
 * only a model with one input allows. Throws `data-missing` for a column that is not there, `data-invalid` for a cell that is no number.
 */
export function openCsvDataset(file: string, table: CsvTable, inputs: readonly ModelInput[], preprocess: Preprocess): Dataset {
  const arrays = new Map(
    inputs.map(input => [input.name, inputArray(file, table, columnsOf(file, table, input, inputs, preprocess), input)]),
  );
  const labels = table.columns.includes(LABEL) ? labelsOf(file, table) : undefined;
  const slices = table.columns.includes(SLICE) ? textColumn(table, SLICE) : undefined;
  return arrayDataset(file, arrays, inputs, preprocess, { labels, slices });
}

function columnsOf(
  file: string,
  table: CsvTable,
  input: ModelInput,
  inputs: readonly ModelInput[],
  { columns }: Preprocess,
): readonly string[] {
  if (Array.isArray(columns) && inputs.length === 1) return columns;
  const named = Array.isArray(columns) ? undefined : columns;
  const own = named === undefined ? undefined : new Map(Object.entries(named)).get(input.name);
  if (own !== undefined) return own;
  if (inputs.length === 1) return table.columns.filter(column => column !== LABEL && column !== SLICE);
  if (table.columns.includes(input.name)) return [input.name];
  throw new LayerwiseError(
    'data-missing',
    `${file}: which columns make the input “${input.name}”? Name them in a preprocess.json beside the file: {"columns": {"${input.name}": ["…"]}}.`,
    { file },
  );
}

function inputArray(file: string, table: CsvTable, columns: readonly string[], input: ModelInput): SampleArray {
  const positions = columns.map(column => {
    const position = table.columns.indexOf(column);
    if (position < 0)
      throw new LayerwiseError(
        'data-missing',
        `${file} has no column “${column}”, which preprocess.json names. It has: ${table.columns.join(', ')}.`,
        { file },
      );
    return position;
  });
  const rank = input.shape?.length ?? 2;
  const dims = rank <= 1 && columns.length === 1 ? [table.rows.length] : [table.rows.length, columns.length];
  if (input.dtype === 'string') {
    return memoryArray(
      file,
      'string',
      dims,
      table.rows.flatMap(row => positions.map(position => row[position] ?? '')),
    );
  }
  const values = table.rows.flatMap((row, index) => positions.map(position => numberIn(file, table, row, index, position)));
  return memoryArray(
    file,
    isWhole(input) ? 'int64' : 'float64',
    dims,
    isWhole(input) ? BigInt64Array.from(values, toWhole) : Float64Array.from(values),
  );
}

function isWhole({ dtype }: ModelInput): boolean {
  return /^u?int|^bool$/.test(dtype);
}

function toWhole(value: number): bigint {
  return BigInt(Math.round(value));
}

function numberIn(file: string, table: CsvTable, row: readonly string[], index: number, position: number): number {
  const cell = row[position] ?? '';
  const value = cell === '' ? Number.NaN : Number(cell);
  if (Number.isFinite(value)) return value;
  const column = table.columns[position] ?? '';
  throw new LayerwiseError(
    'data-invalid',
    `${file}, line ${index + 2}, column “${column}”: “${cell}” is not a number. Leave the column out with “columns” in a preprocess.json beside the file, or correct the cell.`,
    { file },
  );
}

/** Whole numbers are class ids, other numbers regression targets, text becomes class ids in alphabetical order. */
function labelsOf(file: string, table: CsvTable): DenseTensor {
  const cells = textColumn(table, LABEL);
  const values = cells.map(cell => (cell === '' ? Number.NaN : Number(cell)));
  const dims = [cells.length];
  if (values.every(Number.isInteger)) return { dtype: 'int32', dims, data: Int32Array.from(values) };
  if (values.every(Number.isFinite)) return { dtype: 'float64', dims, data: Float64Array.from(values) };
  if (cells.includes('')) throw new LayerwiseError('data-invalid', `${file} has rows without a label.`, { file });
  const classes = [...new Set(cells)].sort();
  return { dtype: 'int32', dims, data: Int32Array.from(cells, cell => classes.indexOf(cell)) };
}

function textColumn(table: CsvTable, column: string): readonly string[] {
  const position = table.columns.indexOf(column);
  return table.rows.map(row => row[position] ?? '');
}
