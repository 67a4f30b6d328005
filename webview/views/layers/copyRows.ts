import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import { smallest } from '../../../src/shared/base/extremes';
import type { LayerModel } from '../model/layerModel';
import { opCell, outputText, fileName } from '../model/layerText';
import { plainNumber, unitHeading, valueInUnit } from '../model/plainValues';
import { precisionOf } from '../model/matchLayer';
import type { TableColumn } from './tableColumns';

/** Puts layers on the clipboard as tab-separated values: plain numbers with `.`, units in the header, names as in the file. */
export function copyRows(model: LayerModel, columns: readonly TableColumn[], layers: readonly number[]): void {
  const lines = [columns.map(column => heading(model, column)), ...layers.map(layer => columns.map(column => cell(model, layer, column)))];
  void navigator.clipboard.writeText(lines.map(line => line.join('\t')).join('\n'));
}

function heading(model: LayerModel, { id, title, kind }: TableColumn): string {
  if (kind === 'share') return l10n.t('Share (%)');
  return unitHeading({ title, unit: model.columns.get(id)?.unit ?? 'none' });
}

function cell(model: LayerModel, index: number, { id, kind }: TableColumn): string {
  const layer = model.layers[index];
  if (layer === undefined) return '';
  switch (kind) {
    case 'number':
      return layer.nodes.length === 0 ? '' : String(smallest(layer.nodes) + 1);
    case 'layer':
      return clean(fileName(model, layer));
    case 'op':
      return clean(Object.values(opCell(model, layer)).filter(Boolean).join(' '));
    case 'output':
      return clean(outputText(model, layer));
    case 'precision':
      return precisionOf(model, layer);
    case 'share': {
      const [primary] = model.columns.values();
      return primary === undefined ? '' : plainNumber((100 * (primary.values[index] ?? NaN)) / primary.total);
    }
    case 'primary':
    case 'metric': {
      const column = model.columns.get(id);
      return column === undefined ? '' : plainNumber(valueInUnit(column, column.values[index] ?? NaN));
    }
    default:
      return assertNever(kind);
  }
}

/** A name must not break out of its cell, nor start a formula where the text is pasted. */
function clean(text: string): string {
  const line = text.replaceAll(/[\t\r\n]/g, ' ');
  return /^[=+\-@]/.test(line) ? `'${line}` : line;
}
