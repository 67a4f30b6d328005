import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import { smallest } from '../../../src/shared/base/extremes';
import { markdownTable } from '../../../src/shared/base/markdownText';
import { csvOf } from '../export/csvOf';
import { columnText, shareText } from '../model/columnText';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import { fileName, kernelName, opCell, outputText } from '../model/layerText';
import { precisionOf } from '../model/matchLayer';
import { plainNumber, unitHeading, valueInUnit } from '../model/plainValues';
import type { TableColumn } from './tableColumns';

/** A column of a copy: names that were inferred stand beside the one in the file, which alone is found elsewhere. */
type CopiedColumn = Omit<TableColumn, 'kind'> & { readonly kind: TableColumn['kind'] | 'file' };

function copiedColumns(columns: readonly TableColumn[]): readonly CopiedColumn[] {
  const file: CopiedColumn = { id: 'file', title: l10n.t('Name in the file'), kind: 'file' };
  return columns.flatMap((column): readonly CopiedColumn[] => (column.kind === 'layer' ? [column, file] : [column]));
}

/** Layers as spreadsheets take them from the clipboard: tabs between cells, plain numbers with `.`, units in the header. */
export function tabSeparated(model: LayerModel, columns: readonly TableColumn[], layers: readonly number[]): string {
  return plainRows(model, columns, layers)
    .map(line => line.map(tabCell).join('\t'))
    .join('\n');
}

/** The same as comma-separated values. */
export function commaSeparated(model: LayerModel, columns: readonly TableColumn[], layers: readonly number[]): string {
  return csvOf(plainRows(model, columns, layers));
}

/** Layers as a table of GitHub's Markdown: numbers as they are shown, with their units. */
export function markdownLayers(model: LayerModel, columns: readonly TableColumn[], layers: readonly number[]): string {
  const copied = copiedColumns(columns);
  const lines = markdownTable({
    columns: copied.map(({ title, kind }) => ({ title, isNumber: NUMBERS.has(kind) })),
    rows: layers.map(layer => copied.map(column => shownCell(model, layer, column))),
  });
  return `${lines.join('\n')}\n`;
}

const NUMBERS: ReadonlySet<CopiedColumn['kind']> = new Set(['number', 'primary', 'metric', 'share']);

function plainRows(model: LayerModel, columns: readonly TableColumn[], layers: readonly number[]): readonly (readonly string[])[] {
  const copied = copiedColumns(columns);
  const head = copied.map(column => heading(model, column));
  return [head, ...layers.map(layer => copied.map(column => plainCell(model, layer, column)))];
}

function heading(model: LayerModel, { id, title, kind }: CopiedColumn): string {
  if (kind === 'share') return l10n.t('Share (%)');
  return unitHeading({ title, unit: model.columns.get(id)?.unit ?? 'none' });
}

function plainCell(model: LayerModel, layer: number, column: CopiedColumn): string {
  const values = valuesOf(model, column);
  const value = values?.values[layer] ?? NaN;
  switch (column.kind) {
    case 'share':
      return values === undefined ? '' : plainNumber((100 * value) / values.total);
    case 'primary':
    case 'metric':
      if (values === undefined) return '';
      return values.categories === undefined ? plainNumber(valueInUnit(values, value)) : shownCell(model, layer, column);
    case 'number':
    case 'layer':
    case 'file':
    case 'op':
    case 'output':
    case 'precision':
    case 'kernel':
      return shownCell(model, layer, column);
    default:
      return assertNever(column.kind);
  }
}

/** What the table shows; unknown values are empty. */
function shownCell(model: LayerModel, index: number, column: CopiedColumn): string {
  const layer = model.layers[index];
  if (layer === undefined) return '';
  const values = valuesOf(model, column);
  const value = values?.values[index] ?? NaN;
  switch (column.kind) {
    case 'number':
      return layer.nodes.length === 0 ? '' : String(smallest(layer.nodes) + 1);
    case 'layer':
      return layer.name;
    case 'file':
      return fileName(model, layer);
    case 'kernel':
      return kernelName(model, layer);
    case 'op':
      return Object.values(opCell(model, layer)).filter(Boolean).join(' ');
    case 'output':
      return outputText(model, layer);
    case 'precision':
      return precisionOf(model, layer);
    case 'share':
      return values === undefined || Number.isNaN(value) ? '' : shareText(values, value);
    case 'primary':
    case 'metric':
      return values === undefined || Number.isNaN(value) ? '' : columnText(values, value);
    default:
      return assertNever(column.kind);
  }
}

/** What a column is about; a share is one of the first metric. */
function valuesOf({ columns }: LayerModel, { id, kind }: CopiedColumn): LayerColumn | undefined {
  const [primary] = columns.values();
  return kind === 'share' ? primary : columns.get(id);
}

/** A name must not break out of its cell, nor start a formula where the text is pasted; a quotation mark at its start would open a quoted cell. */
function tabCell(text: string): string {
  const line = text.replaceAll(/[\t\r\n\v\f\u0085\u2028\u2029]/g, ' ');
  const safe = /^[=+\-@]/.test(line) && Number.isNaN(Number(line)) ? `'${line}` : line;
  return safe.startsWith('"') ? `"${safe.replaceAll('"', '""')}"` : safe;
}
