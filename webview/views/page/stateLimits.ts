import { COLUMN_WIDTH } from './columnWidth';
import { DETAILS_WIDTH } from './detailsWidth';
import { PANE_HEIGHT } from './paneHeight';

type Limit = (value: unknown) => boolean;

const between =
  (least: number, most: number): Limit =>
  value =>
    typeof value === 'number' && value >= least && value <= most;
const oneOf =
  (...words: readonly string[]): Limit =>
  value =>
    typeof value === 'string' && words.includes(value);
const every =
  (limit: Limit): Limit =>
  value =>
    typeof value === 'object' && value !== null && Object.values(value).every(limit);
const isNumber: Limit = value => Number.isFinite(value);
const isText: Limit = value => typeof value === 'string';
const isCamera: Limit = value => {
  const entries = new Map<string, unknown>(Object.entries(value ?? {}));
  return isNumber(entries.get('x')) && isNumber(entries.get('y')) && between(0.001, 1000)(entries.get('k'));
};
const isSpan: Limit = value => {
  const entries = new Map<string, unknown>(Object.entries(value ?? {}));
  const [from, to] = [entries.get('from'), entries.get('to')];
  return Number.isInteger(from) && Number.isInteger(to) && Number(from) >= 0 && Number(to) > Number(from);
};
const isSort: Limit = value => isText(new Map<string, unknown>(Object.entries(value ?? {})).get('column'));
const isPair: Limit = value => Array.isArray(value) && value.length === 2 && value.every(isNumber);

/** What stored values must be beyond their type, by the key of `UiState`: views would draw nothing, or without end, with others. */
const LIMITS: ReadonlyMap<string, Limit> = new Map<string, Limit>([
  ['view', oneOf('graph', 'map', 'layers', 'timeline', 'compare', 'roofline')],
  ['unit', oneOf('layers', 'kernels', 'nodes')],
  ['grouping', oneOf('scopes', 'operators')],
  ['mapForm', oneOf('treemap', 'icicle')],
  ['timelineAxis', oneOf('time', 'index')],
  ['graphNodes', oneOf('original', 'both', 'kernels')],
  ['graphDirection', oneOf('down', 'right')],
  ['selected', isNumber],
  ['columns', every(isText)],
  ['columnOrder', every(isText)],
  ['columnWidths', every(between(COLUMN_WIDTH.least, COLUMN_WIDTH.most))],
  ['toggled', every(isText)],
  ['logColumns', every(isText)],
  ['detailsWidth', between(DETAILS_WIDTH.least, DETAILS_WIDTH.most)],
  ['paneHeights', every(between(PANE_HEIGHT.least, PANE_HEIGHT.most))],
  ['timelineFrom', between(0, 1)],
  ['timelineTo', between(0, 1)],
  ['budgetPercent', between(0, 100)],
  ['budgetPoints', between(0, 100)],
  ['graphExpanded', every(isNumber)],
  ['graphUnfolded', every(isNumber)],
  ['graphCamera', isCamera],
  ['spineZoom', isSpan],
  ['heatRanges', every(isPair)],
  ['sort', isSort],
]);

export function isWithinLimits(key: string, value: unknown): boolean {
  return LIMITS.get(key)?.(value) ?? true;
}
