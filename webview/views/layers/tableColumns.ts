import * as l10n from '@vscode/l10n';
import { countingNote } from '../../../src/shared/report/countingNotes';
import type { LayerModel } from '../model/layerModel';
import type { UiState } from '../page/uiState';
import { columnKey, inOrder } from './columnOrder';

/** A column of the Layers table. */
export interface TableColumn {
  /** Sort key as well; the id of a metric for metrics. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'number' | 'layer' | 'op' | 'output' | 'primary' | 'share' | 'metric' | 'precision' | 'kernel';
  /** How its numbers are counted. */
  readonly note?: string | undefined;
  /** In pixels, where the user chose one. */
  readonly width?: number | undefined;
}

const PRECISION: TableColumn = {
  id: 'precision',
  title: l10n.t('Precision'),
  kind: 'precision',
  note: l10n.t('Type of what a layer multiplies; of its result where it multiplies nothing.'),
};
const KERNEL: TableColumn = {
  id: 'kernel',
  title: l10n.t('Kernel'),
  kind: 'kernel',
  note: l10n.t('What the runtime calls the kernel that a layer stands for.'),
};
/** Least widths of the kinds, in pixels; the output makes room in a narrow view (layers.css). */
const WIDTHS: Readonly<Record<TableColumn['kind'], number>> = {
  ...{ number: 44, layer: 100, op: 60, output: 0, primary: 166, share: 64, metric: 88, precision: 74, kernel: 110 },
};

/** Columns that may be shown or left out. */
export function optionalColumns(model: LayerModel): readonly TableColumn[] {
  const [primary] = model.columns.values();
  return [
    PRECISION,
    ...(model.profile === undefined ? [] : [KERNEL]),
    ...[...model.columns.values()].filter(({ id }) => id !== primary?.id && id !== PRECISION.id).map(metricColumn),
  ];
}

/** Below this the table scrolls sideways. */
export function leastWidth(columns: readonly TableColumn[]): number {
  return columns.reduce((sum, { kind, width }) => sum + (kind === 'output' ? 0 : (width ?? WIDTHS[kind])), 8);
}

/**
 * Columns for a model: the first metric known (latency, before a run MACs) carries the bar; then those that were chosen. The metric that gives the colour
 * is added when it was not. In the order and with the widths of the user, who has neither before the output, by which rows are told apart.
 */
export function tableColumns(
  model: LayerModel,
  metric: string,
  chosen: readonly string[],
  { columnOrder = [], columnWidths = {} }: Partial<Pick<UiState, 'columnOrder' | 'columnWidths'>> = {},
): readonly TableColumn[] {
  const [primary] = model.columns.values();
  const shown = optionalColumns(model).filter(({ id }) => id === metric || chosen.includes(id));
  const columns: readonly TableColumn[] = [
    { id: 'number', title: '#', kind: 'number' },
    { id: 'layer', title: l10n.t('Layer'), kind: 'layer' },
    { id: 'op', title: l10n.t('Op'), kind: 'op' },
    { id: 'output', title: l10n.t('Output'), kind: 'output' },
    ...(primary === undefined ? [] : [{ ...metricColumn(primary), title: primary.title, kind: 'primary' } as const]),
    { id: 'share', title: l10n.t('Share'), kind: 'share' },
    ...shown,
  ];
  return inOrder(columns, columnOrder).map(column => ({ ...column, width: columnWidths[columnKey(column)] }));
}

function metricColumn({ id, title }: { readonly id: string; readonly title: string }): TableColumn {
  const short = SHORT_TITLES.get(id);
  const note = [short === undefined ? '' : title, countingNote(id)?.text ?? ''].filter(Boolean).join('\n');
  return { id, title: short ?? title, kind: 'metric', note };
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
  ['quantizationErrorDb', l10n.t('SQNR')],
  ['ownErrorDb', l10n.t('Own SQNR')],
  ['expectedErrorDb', l10n.t('Expected')],
  ['effectiveMacs', l10n.t('Eff. MACs')],
]);
