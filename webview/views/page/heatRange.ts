import { withoutKey } from '../../../src/shared/base/withoutKey';
import type { HeatScale } from '../model/heatScale';
import type { UiState } from './uiState';

type Ranges = UiState['heatRanges'];

/** Ranges after the part `from … to` of a ramp was chosen as the whole; a part that is next to nothing changes nothing. */
export function withRange(ranges: Ranges, scale: HeatScale, from: number, to: number): Ranges {
  const [a, b] = [scale.valueAt(Math.max(0, from)), scale.valueAt(Math.min(1, to))];
  const [low, high] = a < b ? [a, b] : [b, a];
  return high > low && to - from > 1e-3 ? { ...ranges, [scale.column.id]: [low, high] } : ranges;
}

/** Ranges with the column's own ends again. */
export function withoutRange(ranges: Ranges, { column }: HeatScale): Ranges {
  return withoutKey(ranges, column.id);
}
