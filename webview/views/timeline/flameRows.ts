import type { Kernel } from '../../../src/shared/report/latency';
import type { TimelineSteps } from './timelineSteps';

/** A kernel that ran in a body, all its executions together, inside of the step that holds it. */
export interface FlameSpan {
  readonly kernel: Kernel;
  readonly step: number;
  /** Places of the axis. */
  readonly from: number;
  readonly to: number;
}

/** Deeper bodies are found in the details and in the table. */
const MOST_ROWS = 4;

/**
 * What ran in the bodies of If, Loop and Scan, one row per depth. Executions are summed, so a span is no recording: it begins where the one before it ends, and
 * what the holder itself took stands at the end of it.
 */
export function flameRows({ model, layers, starts }: TimelineSteps): readonly (readonly FlameSpan[])[] {
  const rows: FlameSpan[][] = [];
  const add = (kernels: readonly Kernel[], step: number, start: number, perMs: number, depth: number) => {
    if (depth >= MOST_ROWS || kernels.length === 0) return;
    const row = (rows[depth] ??= []);
    let from = start;
    for (const kernel of kernels) {
      const to = from + kernel.medianMs * perMs;
      row.push({ kernel, step, from, to });
      add(kernel.inside ?? [], step, from, perMs, depth + 1);
      from = to;
    }
  };
  layers.forEach((layer, step) => {
    const holder = model.profile?.kernels[model.layers[layer]?.kernels[0] ?? -1];
    if (holder?.inside === undefined || holder.medianMs <= 0) return;
    const start = starts[step] ?? 0;
    add(holder.inside, step, start, ((starts[step + 1] ?? start) - start) / holder.medianMs, 0);
  });
  return rows;
}

/** The span of a row at a place of the axis. */
export function flameAt(row: readonly FlameSpan[] | undefined, place: number): FlameSpan | undefined {
  return row?.find(({ from, to }) => from <= place && place < to);
}
