import { NONE, type NodeId } from '../../shared/graph/graph';
import { mainGraph, nodeInputs } from '../../shared/graph/traversal';
import type { Connections } from './connections';
import type { GroupTree } from './groupTree';

/** Gives layers without a group one by their role: `stem` before the first group, `head` behind the last, `mask` for what the mask comes from. */
export function groupLooseLayers(connections: Connections, layerOf: Int32Array, groupOf: Int32Array, tree: GroupTree): void {
  const masks = maskLayers(connections, layerOf);
  const anchors = [...new Set(layerOf)].filter(anchor => anchor !== NONE).sort((a, b) => a - b);
  const grouped = anchors.filter(anchor => groupOf[anchor] !== NONE);
  const [first, last] = [grouped[0], grouped.at(-1)];
  if (first === undefined || last === undefined) return;
  const ids = new Map<string, number>();
  for (const anchor of anchors) {
    if (groupOf[anchor] !== NONE) continue;
    const role = masks.has(anchor) ? 'mask' : anchor < first ? 'stem' : anchor > last ? 'head' : undefined;
    if (role === undefined) continue;
    const id = ids.get(role) ?? tree.add(freeName(tree, role), NONE, true);
    ids.set(role, id);
    groupOf[anchor] = id;
  }
}

function freeName(tree: GroupTree, name: string): string {
  return tree.groups.some(group => group.parent === NONE && group.name === name) ? `${name}.${String(tree.groups.length)}` : name;
}

/** Layers all of whose outside inputs are attention masks of the model. */
function maskLayers(connections: Connections, layerOf: Int32Array): ReadonlySet<NodeId> {
  const { graph } = connections;
  const inputs = new Set(mainGraph(graph).inputs);
  const readsMask = new Set<NodeId>();
  const readsOther = new Set<NodeId>();
  for (let node = 0; node < connections.nodeCount; node++) {
    const anchor = layerOf[node] ?? NONE;
    if (anchor === NONE) continue;
    for (const tensor of nodeInputs(graph, node)) {
      if (tensor === NONE || connections.isStatic(tensor)) continue;
      const producer = connections.producer(tensor);
      if (producer !== NONE && layerOf[producer] === anchor) continue;
      const isMask = inputs.has(tensor) && /mask/i.test(graph.tensors.names[tensor] ?? '');
      (isMask ? readsMask : readsOther).add(anchor);
    }
  }
  return new Set([...readsMask].filter(anchor => !readsOther.has(anchor)));
}
