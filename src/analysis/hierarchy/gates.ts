import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import type { Connections } from './connections';

const POOLS: ReadonlySet<string> = new Set(['GlobalAveragePool', 'ReduceMean', 'AveragePool', 'QLinearGlobalAveragePool']);
/** Longest squeeze-and-excitation branch looked at: pool, two convolutions, decomposed activations, reshapes. */
const LONGEST_BRANCH = 24;

/**
 * Nodes of squeeze-and-excitation gates (pool, small contractions, gate function), which are rows inside the layer they scale and no layers
 * of their own. 1 per member; the multiplication itself is not a member, it joins the layer like any satellite.
 */
export function findGates(connections: Connections): Uint8Array {
  const members = new Uint8Array(connections.nodeCount);
  for (let node = 0; node < connections.nodeCount; node++) {
    if (connections.op(node) !== 'Mul') continue;
    const [left, right, ...more] = connections.activations(node);
    if (left === undefined || right === undefined || more.length > 0) continue;
    const branch = gateBranch(connections, right, left) ?? gateBranch(connections, left, right);
    for (const member of branch ?? []) members[member] = 1;
  }
  return members;
}

/** Nodes between `source` and `gate` if every path back from the gate starts at a pool of the source. */
function gateBranch(connections: Connections, gate: TensorId, source: TensorId): ReadonlySet<NodeId> | undefined {
  const branch = new Set<NodeId>();
  const open = [connections.producer(gate)];
  let pooled = false;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (branch.has(node)) continue;
    if (node === NONE || branch.size === LONGEST_BRANCH) return undefined;
    branch.add(node);
    const inputs = connections.activations(node);
    if (POOLS.has(connections.op(node)) && inputs.length === 1 && inputs[0] === source) pooled = true;
    else for (const input of inputs) open.push(connections.producer(input));
  }
  return pooled ? branch : undefined;
}
