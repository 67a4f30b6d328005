import * as l10n from '@vscode/l10n';
import type { LayerModel } from '../model/layerModel';
import { columnText } from '../model/columnText';
import { fileName, opCell, outputText } from '../model/layerText';
import { csvOf } from './csvOf';
import { plainNumber, unitHeading, valueInUnit } from '../model/plainValues';

/** Every metric of every layer as comma-separated values: `.` in numbers, units in the header, unknown values empty. */
export function layersCsv(model: LayerModel): string {
  const columns = [...model.columns.values()].filter(({ categories }) => categories === undefined);
  const header = [
    l10n.t('Layer'),
    l10n.t('Name in the file'),
    l10n.t('Group'),
    l10n.t('Op'),
    l10n.t('Output'),
    ...columns.map(unitHeading),
  ];
  const rows = model.layers.map((layer, index) => [
    layer.name,
    fileName(model, layer),
    model.sections[layer.section]?.name ?? '',
    opText(model, index),
    outputText(model, layer),
    ...columns.map(column => plainNumber(valueInUnit(column, column.values[index] ?? NaN))),
  ]);
  return csvOf([header, ...rows]);
}

/** The same as JSON: each number as it is and as it is shown; what is not known is null. */
export function layersJson(model: LayerModel): string {
  const columns = [...model.columns.values()];
  const layers = model.layers.map((layer, index) => ({
    name: layer.name,
    nameInFile: fileName(model, layer),
    group: model.sections[layer.section]?.name ?? null,
    op: opText(model, index),
    output: outputText(model, layer),
    nodes: layer.nodes,
    values: Object.fromEntries(
      columns.map(column => {
        const value = column.values[index] ?? NaN;
        const known = column.categories === undefined && !Number.isNaN(value) ? value : null;
        return [column.id, { value: known, shown: columnText(column, value) }];
      }),
    ),
  }));
  const described = columns.map(({ id, title, unit, basis, total }) => ({
    id,
    title,
    unit,
    basis,
    total: Number.isNaN(total) ? null : total,
  }));
  const { fileName: file } = model.view;
  return `${JSON.stringify({ schema: 'layerwise.layers/1', model: { file }, unit: model.unit, columns: described, layers }, undefined, 2)}\n`;
}

function opText(model: LayerModel, index: number): string {
  const layer = model.layers[index];
  return layer === undefined ? '' : Object.values(opCell(model, layer)).filter(Boolean).join(' ');
}
