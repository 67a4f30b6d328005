import { consumersExist } from '../shared/graph/constants';
import { dtypeFromNumber, type Dtype } from '../shared/graph/dtype';
import { NONE, type Graph, type NodeId, type TensorId } from '../shared/graph/graph';
import { intAttribute, intsAttribute } from '../shared/graph/nodeAttributes';
import { nodeInput, nodeInputs, nodeOutput } from '../shared/graph/traversal';

/** What is known of the tensors of a graph, for every input of the model. */
export interface KnownTensors {
  dtypeOf(tensor: TensorId): Dtype | undefined;
  haveSameShape(a: TensorId, b: TensorId): boolean;
  /** The value of a stored constant of one element. */
  scalarOf(tensor: TensorId): number | undefined;
  integersOf(tensor: TensorId): readonly number[] | undefined;
}

type Test = (graph: Graph, node: NodeId, known: KnownTensors) => boolean;

const hasOneInput: Test = (graph, node) => nodeInputs(graph, node).length === 1;

const keepsShape: Test = (graph, node, known) => known.haveSameShape(nodeInput(graph, node, 0), nodeOutput(graph, node, 0));

/** The second operand is one number that changes no first one, and adds no axis. */
function hasOperand(value: number): Test {
  return (graph, node, known) => known.scalarOf(nodeInput(graph, node, 1)) === value && keepsShape(graph, node, known);
}

/** When the output of an operator is its first input, bit by bit. */
const TESTS: ReadonlyMap<string, Test> = new Map([
  ['Identity', () => true],
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
  ['Slice', (graph, node, known) => keepsShape(graph, node, known) && stepsForward(graph, node, known)],
  ['Pad', padsNothing],
  ['Mul', hasOperand(1)],
  ['Div', hasOperand(1)],
  ['Pow', hasOperand(1)],
  // x + 0 is not among them: it turns −0 into 0.
  ['Sub', hasOperand(0)],
]);

/** Whether the output of a node with the standard operator `op` is its first input for every input of the model. */
export function isNoOp(graph: Graph, node: NodeId, op: string, known: KnownTensors): boolean {
  if (nodeInput(graph, node, 0) === NONE || nodeOutput(graph, node, 0) === NONE) return false;
  return TESTS.get(op)?.(graph, node, known) ?? false;
}

function movesNothing(graph: Graph, node: NodeId): boolean {
  return intsAttribute(graph, node, 'perm')?.every((axis, index) => axis === index) ?? false;
}

/** Up to opset 6 `is_test` decides; from 12 on the third input is the training mode (ONNX Dropout-12). */
function isInferenceDropout(graph: Graph, node: NodeId, known: KnownTensors): boolean {
  const mask = nodeOutput(graph, node, 1);
  if (mask !== NONE && consumersExist(graph, mask)) return false;
  if ((graph.facts.opsets.get('') ?? 1) < 7) return intAttribute(graph, node, 'is_test', 0) !== 0;
  const mode = nodeInput(graph, node, 2);
  return mode === NONE || known.scalarOf(mode) === 0;
}

function isSameCast(graph: Graph, node: NodeId, known: KnownTensors): boolean {
  const target = dtypeFromNumber(intAttribute(graph, node, 'to', 0));
  return target !== undefined && known.dtypeOf(nodeInput(graph, node, 0)) === target;
}

function stepsForward(graph: Graph, node: NodeId, known: KnownTensors): boolean {
  const steps = nodeInput(graph, node, 4);
  return steps === NONE || (known.integersOf(steps)?.every(step => step > 0) ?? false);
}

/** Padding is an attribute before opset 11 and an input from then on. */
function padsNothing(graph: Graph, node: NodeId, known: KnownTensors): boolean {
  const hasInputs = (graph.facts.opsets.get('') ?? 1) >= 11;
  const sizes = hasInputs ? known.integersOf(nodeInput(graph, node, 1)) : intsAttribute(graph, node, 'pads');
  return sizes?.every(size => size === 0) ?? false;
}
