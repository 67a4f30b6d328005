import type { LayerGroup } from '../../../src/shared/report/analysis';
import type { LayerColumn } from '../model/layerModel';
import type { TimelineSteps } from './timelineSteps';

/** Neighbouring steps `first … end − 1` of one group. */
export interface GroupSpan {
  readonly name: string;
  /** From the top down: `layer4.0`. */
  readonly path: string;
  readonly inferred: boolean;
  readonly first: number;
  readonly end: number;
  readonly value: number;
}

/** Groups at the top, and the groups just below them, as far as there are any. */
export function groupSpans({ model, layers }: TimelineSteps, column: LayerColumn): readonly (readonly GroupSpan[])[] {
  const { groups } = model.view.analysis.hierarchy;
  const paths = groups.map((_, id) => pathOf(groups, id));
  const spansAt = (depth: number): readonly GroupSpan[] => {
    const spans: GroupSpan[] = [];
    let open = -1;
    layers.forEach((layer, step) => {
      const id = paths[model.layers[layer]?.group ?? -1]?.[depth] ?? -1;
      const value = column.values[layer] || 0;
      const last = spans.at(-1);
      if (id >= 0 && id === open && last !== undefined) {
        spans[spans.length - 1] = { ...last, end: step + 1, value: last.value + value };
      } else if (id >= 0) {
        const { name = '', path = '', inferred = false } = groups[id] ?? {};
        spans.push({ name, path: path.replaceAll('/', '.'), inferred, first: step, end: step + 1, value });
      }
      open = id;
    });
    return spans;
  };
  return [spansAt(0), spansAt(1)].filter(spans => spans.length > 0);
}

/** Ids from the top down. */
function pathOf(groups: readonly LayerGroup[], id: number): readonly number[] {
  const path: number[] = [];
  for (let group = id; group >= 0; group = groups[group]?.parent ?? -1) path.unshift(group);
  return path;
}
