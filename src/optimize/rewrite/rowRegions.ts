import { sameDim } from '../../analysis/shapes/dims/dim';
import type { SymbolicShape } from '../../analysis/shapes/fact';
import { constantWeight } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { mainGraph, nodeOutputs } from '../../shared/graph/traversal';
import { BINARY, UNARY } from './elementwise';
import type { RuleContext } from './nodeRule';
import { TensorGroups } from './tensorGroups';

/** Nodes that hang together and compute each row of tensors of the same size, but for the length of rows, by itself. */
export interface RowRegion {
  /** From the first to the last. */
  readonly nodes: readonly NodeId[];
  has(node: NodeId): boolean;
  /** What a node reads row by row: of the same sizes as what it makes, but for the last. */
  operandsOf(node: NodeId): readonly TensorId[];
}

/** The parts of a main graph that compute rows of tensors [d₁, …, dₙ, width] with n > 1, in float32. */
export function rowRegions(context: RuleContext): readonly RowRegion[] {
  const operands = new Map<NodeId, readonly TensorId[]>();
  const groups = new TensorGroups();
  for (let node = 0; node < mainGraph(context.graph).nodeCount; node++) {
    const read = rowOperands(context, node);
    if (read === undefined) continue;
    operands.set(node, read);
    for (const tensor of read) groups.join(tensor, context.out(node));
  }
  const regions = new Map<TensorId, NodeId[]>();
  for (const node of operands.keys()) {
    const group = groups.of(context.out(node));
    const nodes = regions.get(group);
    if (nodes === undefined) regions.set(group, [node]);
    else nodes.push(node);
  }
  return [...regions.values()].map(nodes => {
    const own = new Set(nodes);
    return { nodes, has: node => own.has(node), operandsOf: node => operands.get(node) ?? [] };
  });
}

/** What a node reads row by row, `undefined` for nodes of other kinds. */
function rowOperands(context: RuleContext, node: NodeId): readonly TensorId[] | undefined {
  const op = context.op(node);
  if (op === '' || nodeOutputs(context.graph, node).length !== 1) return undefined;
  const { dtype, shape } = context.facts(context.out(node));
  if (dtype !== 'float32' || shape === undefined || shape.length < 3 || typeof shape.at(-1) !== 'number') return undefined;
  const read = readByRow(context, node, shape);
  return read?.every(tensor => isOfRows(context, tensor, shape)) === true ? read : undefined;
}

function readByRow(context: RuleContext, node: NodeId, shape: SymbolicShape): readonly TensorId[] | undefined {
  const op = context.op(node);
  const [first, second] = [context.in(node, 0), context.in(node, 1)];
  if (op === 'MatMul') return constantWeight(context.graph, second)?.dims.length === 2 ? [first] : undefined;
  if (op === 'LayerNormalization') {
    const axis = intAttribute(context.graph, node, 'axis', -1);
    const isVector = [second, context.in(node, 2)].every(tensor => tensor === NONE || isVectorOrNumber(context, tensor));
    return isVector && (axis === -1 || axis === shape.length - 1) ? [first] : undefined;
  }
  if (BINARY.has(op)) return [first, second].filter(tensor => !isVectorOrNumber(context, tensor));
  return UNARY.has(op) && op !== 'Cast' ? [first] : undefined;
}

function isVectorOrNumber(context: RuleContext, tensor: TensorId): boolean {
  return (constantWeight(context.graph, tensor)?.dims.length ?? 2) < 2;
}

/** A tensor of the same sizes but the last, which is known. */
function isOfRows(context: RuleContext, tensor: TensorId, rows: SymbolicShape): boolean {
  const { dtype, shape } = context.facts(tensor);
  const isSame = shape?.length === rows.length && rows.slice(0, -1).every((dim, axis) => sameDim(dim, shape[axis]));
  return dtype === 'float32' && isSame && typeof shape.at(-1) === 'number';
}
