import { groupBy } from '../../shared/base/groupBy';
import type { TracedKernel } from '../../shared/protocol/workerRunner';
import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { mainGraph, producerOf, tensorByName } from '../../shared/graph/traversal';
import { matchNodes } from '../kernels/alignKernels';

/** Numbers that the runtime gives to what it inserts differ from session to session. */
const SERIAL = /_token_\d+/g;
/** Fusions append to names: `X/MatMulScaleFusion/`. */
const MOST_SUFFIXES = 3;

/**
 * Nodes of a graph that kernels of another session may be, `NONE` where none is: by order where operators agree, else by operator and name; of as many nodes as
 * kernels with the same, the first is the first.
 */
export function matchTrace(kernels: readonly TracedKernel[], graph: Graph): readonly NodeId[] {
  const nodes = Array.from({ length: mainGraph(graph).nodeCount }, (_, node) => node);
  const waiting = groupBy(nodes, node => keyOf(graph.nodes.ops[node] ?? '', graph.nodes.names[node] ?? ''));
  const matches = [...matchNodes(kernels, graph)];
  const positions = Array.from(kernels.keys());
  for (const [key, alike] of groupBy(positions, at => keyOf(kernels[at]?.op ?? '', kernels[at]?.name ?? ''))) {
    const group = waiting.get(key);
    if (group?.length !== alike.length) continue;
    for (const [index, at] of alike.entries()) if (matches[at] === NONE) matches[at] = group[index] ?? NONE;
  }
  return matches;
}

/** The node of the model that a kernel's name tells of: its own, that of the node it was fused from, or that of the tensor it makes. */
export function namedNode(original: Graph, { name }: TracedKernel, byName: ReadonlyMap<string, NodeId>): NodeId {
  const tensor = name.endsWith('_nchwc') ? tensorByName(original, name.slice(0, -'_nchwc'.length)) : NONE;
  if (tensor !== NONE) return producerOf(original, tensor);
  let shorter = name;
  for (let step = 0; step < MOST_SUFFIXES; step++) {
    const node = byName.get(shorter);
    if (node !== undefined) return node;
    shorter = shorter.slice(0, Math.max(0, shorter.lastIndexOf('/')));
  }
  return NONE;
}

function keyOf(op: string, name: string): string {
  return `${op}\n${name.replace(SERIAL, '')}`;
}
