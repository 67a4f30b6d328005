import { NONE, type NodeId } from '../../shared/graph/graph';
import { nodeInputs } from '../../shared/graph/traversal';
import type { Connections } from './connections';
import type { Role } from './roles';

/** Cheap nodes between the products of an attention and its softmax: scale, mask, reshape, transpose, dropout, quantization. */
const WAY_TO_SOFTMAX = 10;

/** What a layer is called beside others of the same scope: `scores`, `softmax`, `context`, the weight's parameter, else the operator. */
export function layerLabel(connections: Connections, roles: readonly Role[], node: NodeId): string {
  if (roles[node] === 'product') return productLabel(connections, roles, node);
  if (roles[node] === 'softmax') return 'softmax';
  return (roles[node] === 'weighted' ? parameterName(connections, node) : undefined) ?? connections.op(node);
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
    open.push(...neighbours(node));
  }
  return false;
}

/** `in_proj` of `self_attention.in_proj_weight`; nothing for a plain `weight` or a machine-made name. */
function parameterName(connections: Connections, node: NodeId): string | undefined {
  const { graph } = connections;
  for (const tensor of nodeInputs(graph, node)) {
    const name = tensor === NONE || graph.tensors.isInitializer[tensor] === 0 ? '' : (graph.tensors.names[tensor] ?? '');
    if (!/^[\w.]+$/.test(name)) continue;
    const parameter = name.slice(name.lastIndexOf('.') + 1).replace(/_?(?:weight|kernel)$/, '');
    return parameter === '' || /^\d+$/.test(parameter) ? undefined : parameter;
  }
  return undefined;
}
