import type { Column } from '../../shared/report/column';

/** What is smaller than this part of the largest has the coldest colour on a logarithmic scale. */
const DECADES = 1e-4;

/**
 * Place of a value on the ramp, 0 cold … 1 hot, as the pages place it before anybody moves the ends: from 0 to the largest of `values` unless the column has a domain.
 * `undefined` for unknown values, and where high is hot for what is not above 0.
 */
export function heatPlace(
  { domain, scale, direction }: Pick<Column, 'domain' | 'scale' | 'direction'>,
  values: readonly number[],
): (value: number) => number | undefined {
  const known = values.filter(Number.isFinite);
  const [low, high] = domain ?? [0, known.reduce((most, value) => Math.max(most, value), 0)];
  const smallest = known.reduce((least, value) => (value > 0 ? Math.min(least, value) : least), high);
  const from = scale === 'log' ? Math.max(low, smallest, high * DECADES) : low;
  return value => {
    if (!Number.isFinite(value) || (direction === 'high-is-hot' && value <= 0)) return undefined;
    const place =
      high > from ? clamp(scale === 'log' ? Math.log(value / from) / Math.log(high / from) : (value - from) / (high - from)) : 0;
    return direction === 'low-is-hot' ? 1 - place : place;
  };
}

function clamp(place: number): number {
  return Math.max(0, Math.min(1, place));
}
