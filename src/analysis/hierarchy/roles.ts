import { NONE, type NodeId } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import type { Connections } from './connections';
import { findGates } from './gates';
import type { HierarchyFacts } from './hierarchyFacts';
import { isContraction, isNorm, isSoftmax, isStandalone } from './operatorKinds';

/**
 * What a node is to the layers of a model. `weighted`: multiplies with a weight; `product`: multiplies activations; `gate`: part of a
 * squeeze-and-excitation branch; `work`: does something of its own that nothing before it can absorb; `helper`: belongs to a layer around it.
 */
export type Role = 'hidden' | 'weighted' | 'product' | 'norm' | 'softmax' | 'gate' | 'work' | 'helper';

const STANDARD_DOMAINS: ReadonlySet<string> = new Set(['', 'com.microsoft', 'com.ms.internal.nhwc', 'com.microsoft.nchwc']);
/** An embedding table has at least this many rows and columns; smaller gathers pick elements. */
const SMALLEST_TABLE_DIM = 2;
const BRANCHES_OF_A_JOIN = 3;

/** Role of each main-graph node. */
export function findRoles(connections: Connections, facts: HierarchyFacts): readonly Role[] {
  const gates = findGates(connections);
  const roles = new Array<Role>(connections.nodeCount).fill('hidden');
  for (let node = 0; node < roles.length; node++) {
    if (!connections.isHidden(node)) roles[node] = gates[node] === 1 ? 'gate' : roleOf(connections, facts, node);
  }
  return roles;
}

function roleOf(connections: Connections, facts: HierarchyFacts, node: NodeId): Role {
  const op = connections.op(node);
  const macs = facts.macs[node] ?? Number.NaN;
  if (macs > 0 || (Number.isNaN(macs) && isContraction(op))) return readsWeight(connections, facts, node) ? 'weighted' : 'product';
  if (isNorm(op) || startsNorm(connections, node) || standsAloneAsNorm(connections, node)) return 'norm';
  if (isSoftmax(op)) return 'softmax';
  const isForeign = !STANDARD_DOMAINS.has(connections.graph.nodes.domains[node] ?? '');
  return isForeign ||
    isStandalone(op) ||
    isPool(connections, facts, node) ||
    isJoin(connections, node) ||
    readsTable(connections, facts, node)
    ? 'work'
    : 'helper';
}

function readsWeight(connections: Connections, facts: HierarchyFacts, node: NodeId): boolean {
  return connections.statics(node).some(tensor => elementCount(facts.shapeOf(tensor)) !== 1);
}

/** A mean over the positions of an image, written as a reduction. */
function isPool(connections: Connections, facts: HierarchyFacts, node: NodeId): boolean {
  const op = connections.op(node);
  if (op !== 'ReduceMean' && op !== 'ReduceMax') return false;
  const [input] = connections.activations(node);
  return input !== undefined && facts.shapeOf(input)?.length === 4;
}

/** A concatenation of several branches copies all of them. */
function isJoin(connections: Connections, node: NodeId): boolean {
  return connections.op(node) === 'Concat' && new Set(connections.predecessors(node)).size >= BRANCHES_OF_A_JOIN;
}

/** An embedding: rows of a weight picked by indices that the model computes or gets. */
function readsTable(connections: Connections, facts: HierarchyFacts, node: NodeId): boolean {
  if (connections.op(node) !== 'Gather') return false;
  const table = connections.graph.nodes.inputs[connections.graph.nodes.inputStart[node] ?? 0] ?? NONE;
  if (table === NONE || !connections.isStatic(table)) return false;
  const shape = facts.shapeOf(table);
  return shape?.length === 2 && shape.every(dim => typeof dim === 'number' && dim >= SMALLEST_TABLE_DIM);
}

/** First node of a layer norm or RMS norm written as single operators: a mean that is subtracted, or the mean of squares. */
function startsNorm(connections: Connections, node: NodeId): boolean {
  const op = connections.op(node);
  const readers = (): readonly string[] => connections.successors(node).map(reader => connections.op(reader));
  if (op === 'ReduceMean') return readers().includes('Sub');
  if (op !== 'Pow' && op !== 'Mul') return false;
  const inputs = connections.activations(node);
  const squares = op === 'Pow' ? inputs.length === 1 : inputs.length === 2 && inputs[0] === inputs[1];
  return squares && readers().includes('ReduceMean') && !followsSubtraction(connections, node);
}

function followsSubtraction(connections: Connections, node: NodeId): boolean {
  return connections.predecessors(node).some(before => connections.op(before) === 'Sub');
}

/** A BatchNormalization is folded into the weighted layer before it; without one it is a norm of its own. */
function standsAloneAsNorm(connections: Connections, node: NodeId): boolean {
  if (connections.op(node) !== 'BatchNormalization') return false;
  const [before] = connections.predecessors(node);
  return before === undefined || !(isContraction(connections.op(before)) || isShift(connections, before));
}

function isShift(connections: Connections, node: NodeId): boolean {
  const op = connections.op(node);
  return (op === 'Add' || op === 'Mul') && connections.activations(node).length === 1;
}
