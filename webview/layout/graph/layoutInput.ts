/** How the boxes of a level are arranged: one below the other, by dagre, or rank by rank where dagre would take too long. */
export type LevelForm = 'stack' | 'layered' | 'linear';

/** The boxes inside one frame, or those of the root. */
export interface LayoutLevel {
  /** Box that frames the level, −1 for the root. */
  readonly frame: number;
  readonly form: LevelForm;
  /** Boxes in execution order. */
  readonly boxes: Int32Array;
  /** Places in `boxes` of those that stand beside the trunk; stacks only. */
  readonly aside: Int32Array;
  /** Pairs of places in `boxes`: from, to. */
  readonly edges: Int32Array;
  /** Positions of the pairs that get no way of their own: the far readers of what very many read. */
  readonly unrouted?: ReadonlySet<number>;
  /** Places in `boxes` of those that an edge from the top of the frame leads to. */
  readonly entries: Int32Array;
}

/** What the layout needs to know; positions are box ids. */
export interface LayoutInput {
  readonly direction: 'down' | 'right';
  /** Sizes in CSS pixels at 100 %; of frames the least they have. */
  readonly width: Float64Array;
  readonly height: Float64Array;
  /** 1 for boxes that take the width of their level in a stack that runs down. */
  readonly stretches: Uint8Array;
  /** Every level after the levels inside of it; the root is the last. */
  readonly levels: readonly LayoutLevel[];
}

/** Where everything lies, in CSS pixels at 100 %; the root's content begins at 0, 0. */
export interface GraphLayout {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly width: Float64Array;
  readonly height: Float64Array;
  /**
   * Polylines of the edges, level by level in the order of the input, a level's entries after its edges: edge e has the coordinates
   * `points[start[e]] … points[start[e + 1] − 1]`, x and y in turn. None for the edges of linear levels, which lead straight from box to box.
   */
  readonly start: Int32Array;
  readonly points: Float64Array;
  /** Extent of the whole. */
  readonly size: readonly [width: number, height: number];
}
