import { composeAxisMaps } from './composeAxisMaps';
import type { AxisMap, Provenance } from './provenance';

/** Provenance of a grandchild in ids of the grandparent's root: `later` leads to the parent, `earlier` from the parent to the root. */
export function composeLineage(earlier: Provenance, later: Provenance): Provenance {
  if (earlier.isIdentity) return later;
  if (later.isIdentity) return earlier;
  return {
    isIdentity: false,
    nodeOrigins: later.nodeOrigins.map(ids => [...new Set(ids.flatMap(id => earlier.nodeOrigins[id] ?? []))].sort((a, b) => a - b)),
    tensorOrigins: composeTensors(earlier, later),
    axisMaps: composeAxes(earlier.axisMaps, later),
  };
}

function composeTensors(earlier: Provenance, later: Provenance): ReadonlyMap<string, readonly string[]> {
  const composed = new Map(earlier.tensorOrigins);
  for (const [name, origins] of later.tensorOrigins) {
    composed.set(name, [...new Set(origins.flatMap(origin => earlier.tensorOrigins.get(origin) ?? [origin]))]);
  }
  return composed;
}

function composeAxes(
  earlier: ReadonlyMap<string, readonly AxisMap[]>,
  { axisMaps, tensorOrigins }: Provenance,
): ReadonlyMap<string, readonly AxisMap[]> {
  const composed = new Map(earlier);
  for (const [name, maps] of axisMaps) {
    const [origin = name] = tensorOrigins.get(name) ?? [name];
    composed.set(name, composeAxisMaps(earlier.get(origin) ?? [], maps));
  }
  return composed;
}
