import type { AxisMap } from './provenance';

/** Channels kept by `later` of what `earlier` had kept, per axis. */
export function composeAxisMaps(earlier: readonly AxisMap[], later: readonly AxisMap[]): readonly AxisMap[] {
  const byAxis = new Map(earlier.map(map => [map.axis, map.kept]));
  for (const { axis, kept } of later) {
    const first = byAxis.get(axis);
    byAxis.set(axis, first === undefined ? kept : kept.flatMap(position => first[position] ?? []));
  }
  return [...byAxis].map(([axis, kept]) => ({ axis, kept }));
}
