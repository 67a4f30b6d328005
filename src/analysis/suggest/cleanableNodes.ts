import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { isDeterministic } from '../../shared/graph/isDeterministic';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { consumersOf, isGraphOutput, mainGraph, nodeInput, nodeInputs, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import { isStructuralNoOp, type KnownTensors } from '../isStructuralNoOp';
import { constantWeight } from './linearWork';

/** Nodes that a clean-up takes out, by kind; a node is counted once. */
export interface CleanableNodes {
  /** Identity, Dropout, casts to the same type, joins of one, transposes that move nothing. */
  readonly noOps: readonly NodeId[];
  /** `Constant` nodes, which become initializers. */
  readonly stored: readonly NodeId[];
  /** Nodes that compute from constants alone. */
  readonly computed: readonly NodeId[];
  /** BatchNormalization behind a Conv, ConvTranspose or Gemm that nothing else reads. */
  readonly batchNorms: readonly NodeId[];
  /** Nodes whose results nobody reads. */
  readonly dead: readonly NodeId[];
}

/** What a clean-up is good for, and what not. */
export const CLEANING_NOTE = 'The runtime does the same at every load, so the latency stays; the file gets simpler and loads faster.';

const FOLDS_NORM: ReadonlySet<string> = new Set(['Conv', 'ConvTranspose', 'Gemm']);

/** Looks at the main graph alone, reads no weights. */
export function findCleanableNodes(graph: Graph, { tensors }: Pick<Analysis, 'tensors'>): CleanableNodes {
  const found = {
    noOps: [] as NodeId[],
    stored: [] as NodeId[],
    computed: [] as NodeId[],
    batchNorms: [] as NodeId[],
    dead: [] as NodeId[],
  };
  const isConstant = Uint8Array.from(graph.tensors.weights, weight => (weight === undefined ? 0 : 1));
  const known: KnownTensors = { dtypeOf: tensor => tensors[tensor]?.dtype, isFalse: () => false };
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    const op = graph.nodes.domains[node] === '' ? (graph.nodes.ops[node] ?? '') : '';
    if (nodeOutputs(graph, node).every(tensor => isUnread(graph, tensor))) found.dead.push(node);
    else if (op === 'Constant') found.stored.push(node);
    else if (isStructuralNoOp(graph, node, op, known)) found.noOps.push(node);
    else if (op === 'BatchNormalization' && isFoldable(graph, node)) found.batchNorms.push(node);
    else if (op !== '' && isDeterministic(graph, node) && readsConstants(graph, isConstant, node)) found.computed.push(node);
    else continue;
    if (readsConstants(graph, isConstant, node)) for (const output of nodeOutputs(graph, node)) if (output !== NONE) isConstant[output] = 1;
  }
  return found;
}

function isUnread(graph: Graph, tensor: number): boolean {
  return tensor === NONE || (consumersOf(graph, tensor).length === 0 && !isGraphOutput(graph, tensor));
}

function readsConstants(graph: Graph, isConstant: Uint8Array, node: NodeId): boolean {
  const inputs = nodeInputs(graph, node).filter(tensor => tensor !== NONE);
  return inputs.length > 0 && inputs.every(tensor => isConstant[tensor] === 1);
}

function isFoldable(graph: Graph, norm: NodeId): boolean {
  const between = nodeInput(graph, norm, 0);
  const linear = producerOf(graph, between);
  if (linear === NONE || !FOLDS_NORM.has(graph.nodes.ops[linear] ?? '') || intAttribute(graph, norm, 'training_mode', 0) !== 0)
    return false;
  const isOnlyReader = consumersOf(graph, between).length === 1 && !isGraphOutput(graph, between);
  return isOnlyReader && constantWeight(graph, nodeInput(graph, linear, 1)) !== undefined;
}
