import { hasOverridable } from '../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { isDeterministic } from '../../shared/graph/isDeterministic';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { consumersOf, isGraphOutput, mainGraph, nodeInput, nodeInputs, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import type { Analysis, TensorFacts } from '../../shared/report/analysis';
import { findNoOps } from '../findNoOps';
import type { KnownTensors } from '../isNoOp';
import { findFoldableAffines } from './foldableAffines';
import { constantWeight } from './linearWork';
import type { PatternGraph } from './patterns/patternGraph';

/** Nodes that a clean-up takes out, by kind; a node is counted once. */
export interface CleanableNodes {
  /** Nodes whose output is their input, as the rule `no-ops` of a clean-up finds them. */
  readonly noOps: readonly NodeId[];
  /** `Constant` nodes, which become initializers. */
  readonly stored: readonly NodeId[];
  /** Nodes that compute from constants alone. */
  readonly computed: readonly NodeId[];
  /** BatchNormalization behind a Conv, ConvTranspose or Gemm that nothing else reads. */
  readonly batchNorms: readonly NodeId[];
  /** Mul, Div, Add and Sub with a stored number per channel behind such a layer, or behind its BatchNormalization. */
  readonly affines: readonly NodeId[];
  /** Nodes whose results nobody reads. */
  readonly dead: readonly NodeId[];
}

/** What a clean-up is good for, and what not. */
export const CLEANING_NOTE = 'The runtime does the same at every load, so the latency stays; the file gets simpler and loads faster.';

const FOLDS_NORM: ReadonlySet<string> = new Set(['Conv', 'ConvTranspose', 'Gemm']);

/** Looks at the main graph alone, reads no large weights. */
export function findCleanableNodes(patterns: PatternGraph, { tensors }: Pick<Analysis, 'tensors'>): CleanableNodes {
  const { graph } = patterns;
  const found = {
    noOps: findNoOps(graph, analyzedTensors(patterns, tensors), node => patterns.op(node)).map(({ node }) => node),
    stored: [] as NodeId[],
    computed: [] as NodeId[],
    batchNorms: [] as NodeId[],
    dead: [] as NodeId[],
  };
  const isConstant = Uint8Array.from(graph.tensors.weights, weight => (weight === undefined ? 0 : 1));
  const noOps = new Set(found.noOps);
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    const op = patterns.op(node);
    if (noOps.has(node)) continue;
    if (nodeOutputs(graph, node).every(tensor => isUnread(graph, tensor))) found.dead.push(node);
    else if (op === 'Constant') found.stored.push(node);
    else if (op === 'BatchNormalization' && isFoldable(graph, node)) found.batchNorms.push(node);
    else if (op !== '' && isDeterministic(graph, node) && readsConstants(graph, isConstant, node)) found.computed.push(node);
    else continue;
    if (readsConstants(graph, isConstant, node)) for (const output of nodeOutputs(graph, node)) if (output !== NONE) isConstant[output] = 1;
  }
  const counted = new Set([...found.noOps, ...found.computed, ...found.dead]);
  return { ...found, affines: findFoldableAffines(patterns, found.batchNorms).filter(node => !counted.has(node)) };
}

/** Shapes in the model's own symbols, so that the sizes chosen for this analysis decide nothing; what the file declares about inner tensors is believed. */
function analyzedTensors(patterns: PatternGraph, tensors: Analysis['tensors']): KnownTensors {
  const shapeOf = (tensor: TensorId): TensorFacts['shape'] => tensors[tensor]?.symbolic ?? tensors[tensor]?.shape;
  const isTrusted = !hasOverridable(patterns.graph);
  return {
    dtypeOf: tensor => tensors[tensor]?.dtype,
    haveSameShape: (a, b) => {
      const [first, second] = [shapeOf(a), shapeOf(b)];
      const isSame = first?.length === second?.length && first?.every((dim, axis) => dim !== undefined && dim === second?.[axis]);
      return isTrusted && isSame === true;
    },
    scalarOf: tensor => (constantWeight(patterns.graph, tensor) === undefined ? undefined : patterns.scalar(tensor)),
    integersOf: tensor => patterns.integers(tensor),
  };
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
