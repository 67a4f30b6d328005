import type { Graph } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { Lifetime } from './lifetimes';

/** Bytes of all live activations while each main-graph node runs; NaN where one of them has no known size. */
export function liveBytes(graph: Graph, lifetimes: readonly Lifetime[], bytesOf: (tensor: number) => number): Float64Array {
  const count = mainGraph(graph).nodeCount;
  const changes = new Float64Array(count + 1);
  const unknown = new Int32Array(count + 1);
  for (const { tensor, first, last } of lifetimes) {
    const bytes = bytesOf(tensor);
    const target = Number.isNaN(bytes) ? unknown : changes;
    const amount = Number.isNaN(bytes) ? 1 : bytes;
    target[first] = (target[first] ?? 0) + amount;
    target[last + 1] = (target[last + 1] ?? 0) - amount;
  }
  const live = new Float64Array(count);
  let sum = 0;
  let open = 0;
  for (let node = 0; node < count; node++) {
    sum += changes[node] ?? 0;
    open += unknown[node] ?? 0;
    live[node] = open > 0 ? Number.NaN : sum;
  }
  return live;
}

/** Largest of the known values; NaN when one is not known, 0 for none. */
export function peakOf(live: Float64Array): number {
  return live.reduce((peak, bytes) => (Number.isNaN(peak) || Number.isNaN(bytes) ? Number.NaN : Math.max(peak, bytes)), 0);
}
