import * as l10n from '@vscode/l10n';
import { countingNote } from '../../../src/shared/report/countingNotes';
import type { LayerModel } from '../model/layerModel';

/** A column of the Layers table. */
export interface TableColumn {
  /** Sort key as well; the id of a metric for metrics. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'number' | 'layer' | 'op' | 'output' | 'primary' | 'share' | 'metric' | 'precision';
  /** How its numbers are counted. */
  readonly note?: string | undefined;
}

const PRECISION: TableColumn = {
  id: 'precision',
  title: l10n.t('Precision'),
  kind: 'precision',
  note: l10n.t('Type of what a layer multiplies; of its result where it multiplies nothing.'),
};
/** Least widths of the kinds, in pixels; the output makes room in a narrow view (layers.css). */
const WIDTHS: Readonly<Record<TableColumn['kind'], number>> = {
  ...{ number: 44, layer: 100, op: 60, output: 0, primary: 166, share: 64, metric: 74, precision: 74 },
};

/** Columns that may be shown or left out. */
export function optionalColumns(model: LayerModel): readonly TableColumn[] {
  const [primary] = model.columns.values();
  return [PRECISION, ...[...model.columns.values()].filter(({ id }) => id !== primary?.id && id !== PRECISION.id).map(metricColumn)];
}

/** Below this the table scrolls sideways. */
export function leastWidth(columns: readonly TableColumn[]): number {
  return columns.reduce((sum, { kind }) => sum + WIDTHS[kind], 8);
}

/**
 * Columns for a model: the first metric known (latency, before a run MACs) carries the bar; then those that were chosen. The metric that gives the colour
 * is added when it was not.
 */
export function tableColumns(model: LayerModel, metric: string, chosen: readonly string[]): readonly TableColumn[] {
  const [primary] = model.columns.values();
  const shown = optionalColumns(model).filter(({ id }) => id === metric || chosen.includes(id));
  return [
    { id: 'number', title: '#', kind: 'number' },
    { id: 'layer', title: l10n.t('Layer'), kind: 'layer' },
    { id: 'op', title: l10n.t('Op'), kind: 'op' },
    { id: 'output', title: l10n.t('Output'), kind: 'output' },
    ...(primary === undefined ? [] : [{ ...metricColumn(primary), title: primary.title, kind: 'primary' } as const]),
    { id: 'share', title: l10n.t('Share'), kind: 'share' },
    ...shown,
  ];
}

function metricColumn({ id, title }: { readonly id: string; readonly title: string }): TableColumn {
  return { id, title: SHORT_TITLES.get(id) ?? title, kind: 'metric', note: countingNote(id)?.text };
}

/** Where the title of a metric is long for a column, by its id. */
const SHORT_TITLES: ReadonlyMap<string, string> = new Map([
  ['weightBytes', l10n.t('Weights')],
  ['params', l10n.t('Params')],
  ['activationBytes', l10n.t('Activations')],
  ['intensity', l10n.t('Intensity')],
  ['ofLimit', l10n.t('Roofline')],
  ['zeroSparsity', l10n.t('Zeros')],
  ['cosine', l10n.t('Cosine')],
  ['change', 'Δ'],
  ['effectiveMacs', l10n.t('Eff. MACs')],
]);
