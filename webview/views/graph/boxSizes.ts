/** Sizes of boxes in CSS pixels at 100 %. */
export const LINE = { width: 440, height: 32 } as const;
/** Several equal groups: their description says how many, and how much each takes. */
export const RUN_WIDTH = 600;
/** A group beside others, where edges are drawn between them. */
export const SMALL_GROUP = { width: 178, height: 46 } as const;
export const TERMINAL = { width: 220, height: 16 } as const;
export const LAYER_WIDTH = 252;
/** Of three or more layers side by side. */
export const NARROW_LAYER_WIDTH = 190;
export const LAYER_HEAD = 34;
export const LAYER_ROW = 17;
/** Around what is inside of a dashed outline. */
export const OUTLINE = 5;
export const RUN_HEAD = 32;
const RUN_ROWS = 240;
const RUN_MARGIN = 12;

/** Height of a row of a run's matrix: one per group, less high when there are many. */
export function runPitch(instances: number): number {
  return Math.max(2, Math.min(9, RUN_ROWS / Math.max(1, instances)));
}

export function runHeight(instances: number): number {
  return RUN_HEAD + runPitch(instances) * instances + RUN_MARGIN;
}

export function layerHeight(rows: number, hasOutline: boolean): number {
  return LAYER_HEAD + rows * LAYER_ROW + (rows > 0 ? 3 : 0) + (hasOutline ? 2 * OUTLINE : 0);
}
