import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeOutput, nodeOutputs } from '../../shared/graph/traversal';
import type { HierarchyFacts } from './hierarchyFacts';

/** Nodes that people need not see, and the tensors that carry no activation. */
export interface HiddenNodes {
  /** 1 for main-graph nodes that depend on constants or shapes alone. */
  readonly hidden: Uint8Array;
  /** 1 for tensors whose value follows from constants and shapes. */
  readonly isStatic: Uint8Array;
}

const SHAPE_READERS: ReadonlySet<string> = new Set(['Shape', 'Size']);
/** Run on every call even if all they read is constant: the runtime never folds them. */
const NEVER_FOLDED: ReadonlySet<string> = new Set([
  'DequantizeLinear',
  'RandomNormalLike',
  'RandomUniformLike',
  'Bernoulli',
  'Multinomial',
]);
/** Their bodies may read activations that their inputs do not show. */
const WITH_BODIES: ReadonlySet<string> = new Set(['If', 'Loop', 'Scan', 'SequenceMap']);

/** Finds what hangs on constants or shapes alone, in one pass in file order (which ONNX demands to be topological). */
export function findHiddenNodes(graph: Graph, facts: HierarchyFacts): HiddenNodes {
  const { nodeCount } = mainGraph(graph);
  const hidden = new Uint8Array(nodeCount);
  const { weights } = graph.tensors;
  const isStatic = new Uint8Array(weights.length);
  for (let tensor = 0; tensor < weights.length; tensor++) if (weights[tensor] !== undefined) isStatic[tensor] = 1;
  for (let node = 0; node < nodeCount; node++) {
    if (!dependsOnStatics(graph, facts, isStatic, node)) continue;
    if (!NEVER_FOLDED.has(graph.nodes.ops[node] ?? '')) hidden[node] = 1;
    for (const output of nodeOutputs(graph, node)) if (output !== NONE) isStatic[output] = 1;
  }
  hideUnseenDecoders(graph, hidden, isStatic);
  return { hidden, isStatic };
}

/** What decodes a weight for hidden nodes alone (a table of positions behind its own product) is as hidden as they are. */
function hideUnseenDecoders(graph: Graph, hidden: Uint8Array, isStatic: Uint8Array): void {
  const isOutput = new Set(mainGraph(graph).outputs);
  for (let node = hidden.length - 1; node >= 0; node--) {
    if (graph.nodes.ops[node] !== 'DequantizeLinear') continue;
    const output = nodeOutput(graph, node, 0);
    if (isStatic[output] !== 1 || isOutput.has(output)) continue;
    const readers = consumersOf(graph, output);
    if (readers.length > 0 && readers.every(reader => hidden[reader] === 1)) hidden[node] = 1;
  }
}

function dependsOnStatics(graph: Graph, facts: HierarchyFacts, isStatic: Uint8Array, node: NodeId): boolean {
  const op = graph.nodes.ops[node] ?? '';
  if (op === 'Constant' || SHAPE_READERS.has(op)) return true;
  if (WITH_BODIES.has(op)) return false;
  if (facts.isShapeArithmetic(node)) return true;
  const { inputStart, inputs } = graph.nodes;
  let hasInput = false;
  for (let slot = inputStart[node]!; slot < inputStart[node + 1]!; slot++) {
    const tensor = inputs[slot]!;
    if (tensor === NONE) continue;
    if (isStatic[tensor] === 0 && !facts.isConstant(tensor)) return false;
    hasInput = true;
  }
  return hasInput;
}
