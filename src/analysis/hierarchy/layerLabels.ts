import { NONE, type NodeId } from '../../shared/graph/graph';
import { nodeInputs } from '../../shared/graph/traversal';
import type { Connections } from './connections';
import type { Role } from './roles';

/** Cheap nodes between the products of an attention and its softmax: scale, mask, reshape, transpose, dropout, quantization. */
const WAY_TO_SOFTMAX = 10;

/**
 * What a layer is called beside others of the same scope: `scores`, `softmax`, `context`, the module that its weight or bias names, else the
 * operator.
 * @param scope last name of the scope that it lies in, `""` at the top
 */
export function layerLabel(connections: Connections, roles: readonly Role[], node: NodeId, scope: string): string {
  if (roles[node] === 'product') return productLabel(connections, roles, node);
  if (roles[node] === 'softmax') return 'softmax';
  return (roles[node] === 'weighted' ? weightLabel(connections, node, scope) : undefined) ?? connections.op(node);
}

/** The product in front of a softmax makes the scores, the one behind it the context. */
function productLabel(connections: Connections, roles: readonly Role[], node: NodeId): string {
  if (connections.op(node).includes('Attention')) return 'attention';
  if (reachesSoftmax(roles, node, next => connections.successors(next))) return 'scores';
  if (reachesSoftmax(roles, node, next => connections.predecessors(next))) return 'context';
  return connections.op(node);
}

function reachesSoftmax(roles: readonly Role[], start: NodeId, neighbours: (node: NodeId) => Iterable<NodeId>): boolean {
  const seen = new Set<NodeId>();
  const open = [...neighbours(start)];
  for (let node = open.pop(); node !== undefined && seen.size <= WAY_TO_SOFTMAX; node = open.pop()) {
    if (roles[node] === 'softmax') return true;
    if (roles[node] !== 'helper' || seen.has(node)) continue;
    seen.add(node);
    for (const neighbour of neighbours(node)) open.push(neighbour);
  }
  return false;
}

/** From the node's own weights, else from the bias added behind it. */
function weightLabel(connections: Connections, node: NodeId, scope: string): string | undefined {
  const [after] = connections.successors(node);
  const own = parameterLabel(connections, node, scope);
  return own ?? (after !== undefined && connections.op(after) === 'Add' ? parameterLabel(connections, after, scope) : undefined);
}

/** `in_proj` of `self_attention.in_proj_weight`, `q_proj` of `attn.q_proj.weight`; nothing for a plain `weight` or a machine-made name. */
function parameterLabel({ graph }: Connections, node: NodeId, scope: string): string | undefined {
  for (const tensor of nodeInputs(graph, node)) {
    const name = tensor === NONE || graph.tensors.isInitializer[tensor] === 0 ? '' : (graph.tensors.names[tensor] ?? '');
    if (!name.includes('.') || !/^[\w.]+$/.test(name)) continue;
    const inside = scope === '' ? -1 : name.lastIndexOf(`${scope}.`);
    const own = inside < 0 ? name.slice(name.lastIndexOf('.') + 1) : name.slice(inside + scope.length + 1);
    const label = own.replace(/[._]?(?:weight|bias|kernel)$/, '');
    if (/^[a-z]\w*$/i.test(label) && !/^[a-z]+_\d+$/.test(label)) return label;
  }
  return undefined;
}
