import { isStructuralNoOp } from '../../analysis/isStructuralNoOp';
import { sameDim } from '../../analysis/shapes/dims/dim';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intsAttribute } from '../../shared/graph/nodeAttributes';
import type { RuleContext } from './nodeRule';
import { standardOpset } from './standardOpset';

type Test = (context: RuleContext, node: NodeId) => boolean;

const multipliesByOne: Test = (context, node) => context.scalar(context.in(node, 1)) === 1 && keepsShape(context, node);
const subtractsZero: Test = (context, node) => context.scalar(context.in(node, 1)) === 0 && keepsShape(context, node);

/** When the output of an operator is its first input, bit by bit, by what shapes and values are. */
const NO_OPS: ReadonlyMap<string, Test> = new Map([
  ['Reshape', keepsShape],
  ['Flatten', keepsShape],
  ['Squeeze', keepsShape],
  ['Expand', keepsShape],
  ['Tile', keepsShape],
  ['Slice', (context, node) => keepsShape(context, node) && stepsForward(context, node)],
  ['Pad', padsNothing],
  ['Mul', multipliesByOne],
  ['Div', multipliesByOne],
  ['Pow', multipliesByOne],
  // x + 0 is not among them: it turns −0 into 0.
  ['Sub', subtractsZero],
]);

/** Whether a node's output is its first input for every input of the model. */
export function isNoOp(context: RuleContext, node: NodeId): boolean {
  if (context.in(node, 0) === NONE || context.out(node) === NONE) return false;
  const op = context.op(node);
  const known = {
    dtypeOf: (tensor: TensorId) => context.facts(tensor).dtype,
    isFalse: (tensor: TensorId) => context.scalar(tensor) === 0,
  };
  return isStructuralNoOp(context.graph, node, op, known) || (NO_OPS.get(op)?.(context, node) ?? false);
}

/** Whether the shape of a node's first input and output is the same for every input of the model. */
export function keepsShape(context: RuleContext, node: NodeId): boolean {
  const before = context.facts(context.in(node, 0)).shape;
  const after = context.facts(context.out(node)).shape;
  return before !== undefined && before.length === after?.length && before.every((dim, axis) => sameDim(dim, after[axis]));
}

function stepsForward(context: RuleContext, node: NodeId): boolean {
  const steps = context.in(node, 4);
  return steps === NONE || (context.integers(steps)?.every(step => step > 0) ?? false);
}

/** Padding is an attribute before opset 11 and an input from then on. */
function padsNothing(context: RuleContext, node: NodeId): boolean {
  const sizes = standardOpset(context.graph) < 11 ? intsAttribute(context.graph, node, 'pads') : context.integers(context.in(node, 1));
  return sizes?.every(size => size === 0) ?? false;
}
