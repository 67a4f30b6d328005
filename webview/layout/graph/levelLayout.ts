import type { LayoutLevel } from './layoutInput';

/** One level as if it ran downwards, from 0, 0; what a level inside of a frame looks like is decided without its surroundings. */
export interface LevelLayout {
  /** By place in the level. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly width: Float64Array;
  readonly size: readonly [width: number, height: number];
  /** Polylines of edges, then of entries; empty where an edge leads straight from box to box. */
  readonly lines: readonly (readonly number[])[];
}

/** A level with the sizes of its boxes, by place. */
export interface SizedLevel extends LayoutLevel {
  readonly width: Float64Array;
  readonly height: Float64Array;
  readonly stretches: (place: number) => boolean;
  /** Room for an arrow and the shape beside it, in the direction of the flow. */
  readonly gap: number;
}
