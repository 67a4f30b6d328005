import type { NodeId } from '../../shared/graph/graph';
import type { KernelTime } from '../laboratory';

/** Time of kernels, in ms, by the first of `layers` that each came from: a layer has that of the conversions beside it as well. */
export function timeByLayer(kernels: readonly KernelTime[], layers: ReadonlySet<NodeId>): ReadonlyMap<NodeId, number> {
  const times = new Map<NodeId, number>();
  for (const { origins, medianMs } of kernels) {
    const layer = origins.find(origin => layers.has(origin));
    if (layer !== undefined) times.set(layer, (times.get(layer) ?? 0) + medianMs);
  }
  return times;
}
