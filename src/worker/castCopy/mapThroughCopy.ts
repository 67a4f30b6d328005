import type { Graph } from '../../shared/graph/graph';
import { mapKernels, type KernelOrigin } from '../kernels/mapKernels';
import { copiedNodes, originInModel } from './copiedNodes';

/** `mapKernels` for a model of which another graph was loaded instead, where there is one: origins are nodes of the model all the same. */
export function mapThroughCopy(
  { graph, copy, macs }: { readonly graph: Graph; readonly copy?: Graph | undefined; readonly macs: Float64Array | undefined },
  optimized: Graph,
): readonly KernelOrigin[] {
  if (copy === undefined) return mapKernels(graph, optimized, macs);
  const nodes = copiedNodes(copy);
  const copyMacs = macs && Float64Array.from(nodes, node => macs[node] ?? Number.NaN);
  return mapKernels(copy, optimized, copyMacs).map(origin => originInModel(origin, nodes));
}
