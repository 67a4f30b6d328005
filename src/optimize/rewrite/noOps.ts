import { sameDim } from '../../analysis/shapes/dims/dim';
import { consumersExist } from '../../shared/graph/constants';
import { dtypeFromNumber } from '../../shared/graph/dtype';
import { NONE, type NodeId } from '../../shared/graph/graph';
import { intAttribute, intsAttribute } from '../../shared/graph/nodeAttributes';
import { nodeInputs, nodeOutput } from '../../shared/graph/traversal';
import type { RuleContext } from './nodeRule';
import { standardOpset } from './standardOpset';

type Test = (context: RuleContext, node: NodeId) => boolean;

const always: Test = () => true;
const hasOneInput: Test = ({ graph }, node) => nodeInputs(graph, node).length === 1;
const multipliesByOne: Test = (context, node) => context.scalar(context.in(node, 1)) === 1 && keepsShape(context, node);
const subtractsZero: Test = (context, node) => context.scalar(context.in(node, 1)) === 0 && keepsShape(context, node);

/** When the output of an operator is its first input, bit by bit. */
const NO_OPS: ReadonlyMap<string, Test> = new Map([
  ['Identity', always],
  ['Dropout', isInferenceDropout],
  ['Cast', isSameCast],
  ['Transpose', movesNothing],
  ['Concat', hasOneInput],
  ['Sum', hasOneInput],
  ['Max', hasOneInput],
  ['Min', hasOneInput],
  ['Mean', hasOneInput],
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
  return NO_OPS.get(context.op(node))?.(context, node) ?? false;
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

function movesNothing({ graph }: RuleContext, node: NodeId): boolean {
  return intsAttribute(graph, node, 'perm')?.every((axis, index) => axis === index) ?? false;
}

/** Up to opset 6 `is_test` decides; from 12 on the third input is the training mode (ONNX Dropout-12). */
function isInferenceDropout(context: RuleContext, node: NodeId): boolean {
  const { graph } = context;
  const mask = nodeOutput(graph, node, 1);
  if (mask !== NONE && consumersExist(graph, mask)) return false;
  if (standardOpset(graph) < 7) return intAttribute(graph, node, 'is_test', 0) !== 0;
  const mode = context.in(node, 2);
  return mode === NONE || context.scalar(mode) === 0;
}

function isSameCast(context: RuleContext, node: NodeId): boolean {
  const target = dtypeFromNumber(intAttribute(context.graph, node, 'to', 0));
  return target !== undefined && context.facts(context.in(node, 0)).dtype === target;
}
