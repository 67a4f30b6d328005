import type { HeatScale } from '../model/heatScale';
import type { LayerColumn } from '../model/layerModel';
import type { FlameSpan } from './flameRows';
import type { GroupSpan } from './groupSpans';
import type { OperatorRow } from './operatorRows';
import type { StepMemory } from './stepMemory';
import type { TimelineSteps } from './timelineSteps';
import type { TimelineTracks } from './timelineTracks';
import type { Span } from './zoomSpan';

/** Everything that the canvas of the timeline is drawn from. */
export interface TimelineFrame {
  readonly steps: TimelineSteps;
  readonly memory: StepMemory | undefined;
  /** Most memory that was measured, bytes; NaN when it was not. */
  readonly measuredBytes: number;
  readonly operators: readonly OperatorRow[];
  readonly groups: readonly (readonly GroupSpan[])[];
  /** What ran in bodies, a row per depth. */
  readonly flame: readonly (readonly FlameSpan[])[];
  readonly tracks: TimelineTracks;
  readonly span: Span;
  /** Gives the colour. */
  readonly scale: HeatScale;
  /** Colours and values per layer of `steps.model`. */
  readonly column: LayerColumn;
  /** Metric whose sums stand beside groups. */
  readonly sums: LayerColumn;
  readonly isDimmed: (step: number) => boolean;
}

type Axis = Pick<TimelineFrame, 'steps' | 'span' | 'tracks'>;

/** x of a place of the axis, CSS pixels. */
export function xOf({ steps, span, tracks }: Axis, place: number): number {
  const share = (place / steps.end - span.from) / (span.to - span.from);
  return tracks.left + share * (tracks.right - tracks.left);
}

/** The inverse of `xOf`. */
export function placeAt({ steps, span, tracks }: Axis, x: number): number {
  const share = (x - tracks.left) / Math.max(1, tracks.right - tracks.left);
  return (span.from + share * (span.to - span.from)) * steps.end;
}

/** Steps on screen, `first … end − 1`. */
export function stepsInView({ steps, span }: Axis): { readonly first: number; readonly end: number } {
  const { starts, layers } = steps;
  const below = (place: number) => {
    let [low, high] = [0, layers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { first: Math.max(0, below(span.from * steps.end) - 1), end: below(span.to * steps.end) };
}
