import { NONE, type NodeId } from '../../shared/graph/graph';
import { mainGraph, nodeInputs } from '../../shared/graph/traversal';
import type { Connections } from './connections';

/** Anchors of layers that work on attention masks alone: all they read from outside is an input of the model named so. */
export function findMaskLayers(connections: Connections, layerOf: Int32Array): ReadonlySet<NodeId> {
  const { graph } = connections;
  const masks = new Set(mainGraph(graph).inputs.filter(input => /mask/i.test(graph.tensors.names[input] ?? '')));
  if (masks.size === 0) return masks;
  const readsMask = new Set<NodeId>();
  const readsOther = new Set<NodeId>();
  for (let node = 0; node < connections.nodeCount; node++) {
    const anchor = layerOf[node] ?? NONE;
    if (anchor === NONE) continue;
    for (const tensor of nodeInputs(graph, node)) {
      if (tensor === NONE || connections.isStatic(tensor)) continue;
      const producer = connections.producer(tensor);
      if (producer !== NONE && layerOf[producer] === anchor) continue;
      (masks.has(tensor) ? readsMask : readsOther).add(anchor);
    }
  }
  return new Set([...readsMask].filter(anchor => !readsOther.has(anchor)));
}
