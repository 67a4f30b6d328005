import { NONE, type Graph } from '../../shared/graph/graph';
import type { KernelOrigin } from '../kernels/mapKernels';

/** An origin in a copy of a model as one in the model: what the copy alone holds is `added` and stands on no layer. `nodes`: as `copiedNodes` gives them. */
export function originInModel({ covers, anchor, added }: KernelOrigin, nodes: Int32Array): KernelOrigin {
  const own = covers.map(node => nodes[node] ?? NONE).filter(node => node !== NONE);
  if (covers.length > 0 && own.length === 0) return { covers: [], anchor: undefined, added: true };
  const place = anchor === undefined ? NONE : (nodes[anchor] ?? NONE);
  return { covers: own, anchor: place === NONE ? own[0] : place, added };
}

/** Node of the model for each node of a copy that edits made of it as a root, `NONE` for those that the copy alone holds. */
export function copiedNodes(copy: Graph): Int32Array {
  return Int32Array.from({ length: copy.nodes.count }, (_, node) => copy.provenance.nodeOrigins[node]?.[0] ?? NONE);
}
