import type { Column } from './column';
import type { Kernel } from './latency';

/**
 * Time of each kernel split over the nodes that it covers, in milliseconds per node: by MACs, or by FLOPs where none of them has any. An estimate, since the
 * parts of a fused kernel share what they load. NaN for nodes that no kernel covers, and where the work of a kernel's nodes is not known.
 * `columns`: node columns, `macs` and `flops` among them.
 */
export function splitKernels(kernels: readonly Kernel[], columns: readonly Column[], nodeCount: number): Float64Array {
  const valuesOf = (id: string): ArrayLike<number> => columns.find(column => column.id === id)?.values ?? [];
  const measures = [valuesOf('macs'), valuesOf('flops')];
  const split = new Float64Array(nodeCount).fill(Number.NaN);
  for (const kernel of kernels) {
    for (const [node, share] of sharesOf(kernel, measures)) split[node] = (split[node]! || 0) + share * kernel.medianMs;
  }
  return split;
}

/** Shares of the nodes of a kernel, which sum to 1, or are all NaN. */
function sharesOf({ covers, anchor }: Kernel, measures: readonly ArrayLike<number>[]): readonly (readonly [node: number, share: number])[] {
  if (covers.length < 2) return anchor === undefined ? [] : [[anchor, 1]];
  for (const work of measures) {
    const total = covers.reduce((sum, node) => sum + (work[node] ?? Number.NaN), 0);
    if (total > 0) return covers.map(node => [node, (work[node] ?? 0) / total]);
  }
  return covers.map(node => [node, Number.NaN]);
}
