import * as l10n from '@vscode/l10n';
import { groupBy } from '../../../src/shared/base/groupBy';
import { opCell } from '../model/layerText';
import type { LayerColumn } from '../model/layerModel';
import type { TimelineSteps } from './timelineSteps';

/** Kernels of one operator (and window), as one row of the timeline. */
export interface OperatorRow {
  readonly title: string;
  /** Steps in the order of execution. */
  readonly steps: Int32Array;
  /** Sum of the metric, and its share of the whole. */
  readonly value: number;
  readonly share: number;
}

const MOST_ROWS = 6;

/** One row per operator, the one with most of the metric first; what is left is one row `Other`. `column` must be a sum. */
export function operatorRows({ model, layers }: TimelineSteps, column: LayerColumn): readonly OperatorRow[] {
  const titles = model.layers.map(layer => opCell(model, layer).op.replace(/ \/\d+$/, ''));
  const groups = groupBy(Array.from(layers.keys()), step => titles[layers[step] ?? -1]);
  const valueOf = (steps: readonly number[]) => steps.reduce((sum, step) => sum + (column.values[layers[step] ?? -1] || 0), 0);
  const rows = [...groups].map(([title, steps]) => ({ title, steps, value: valueOf(steps) }));
  rows.sort((a, b) => b.value - a.value);
  const kept = rows.length <= MOST_ROWS ? rows : rows.slice(0, MOST_ROWS - 1);
  const rest = rows.slice(kept.length);
  const restSteps = rest.flatMap(({ steps }) => steps).sort((a, b) => a - b);
  const all =
    rest.length === 0 ? kept : [...kept, { title: l10n.t('Other, {0} kinds', rest.length), steps: restSteps, value: valueOf(restSteps) }];
  return all.map(({ title, steps, value }) => ({
    ...{ title, value, steps: Int32Array.from(steps) },
    share: column.total > 0 ? value / column.total : NaN,
  }));
}
