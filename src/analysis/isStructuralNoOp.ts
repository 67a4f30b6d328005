import { consumersExist } from '../shared/graph/constants';
import { dtypeFromNumber, type Dtype } from '../shared/graph/dtype';
import { NONE, type Graph, type NodeId, type TensorId } from '../shared/graph/graph';
import { intAttribute, intsAttribute } from '../shared/graph/nodeAttributes';
import { nodeInput, nodeInputs, nodeOutput } from '../shared/graph/traversal';

/** What is known of the tensors of a graph. */
export interface KnownTensors {
  dtypeOf(tensor: TensorId): Dtype | undefined;
  /** Whether a tensor is a constant `false`; who reads no weights says no. */
  isFalse(tensor: TensorId): boolean;
}

type Test = (graph: Graph, node: NodeId, known: KnownTensors) => boolean;

const hasOneInput: Test = (graph, node) => nodeInputs(graph, node).length === 1;

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
]);

/** Whether the output of the standard operator `op` is its first input bit by bit, whatever the shapes: Identity, Dropout, casts to the same type, joins of one, transposes that move nothing. */
export function isStructuralNoOp(graph: Graph, node: NodeId, op: string, known: KnownTensors): boolean {
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
  return mode === NONE || known.isFalse(mode);
}

function isSameCast(graph: Graph, node: NodeId, known: KnownTensors): boolean {
  const target = dtypeFromNumber(intAttribute(graph, node, 'to', 0));
  return target !== undefined && known.dtypeOf(nodeInput(graph, node, 0)) === target;
}
