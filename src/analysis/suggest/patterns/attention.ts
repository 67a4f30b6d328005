import type { NodeId, TensorId } from '../../../shared/graph/graph';
import { consumersOf } from '../../../shared/graph/traversal';
import type { PatternGraph } from './patternGraph';

/** Operators between the two products of an attention: scale, mask, and what guards against rows that are masked entirely. */
const BEFORE_SOFTMAX = ['Mul', 'Div', 'Add', 'Where', 'Cast'];
const BEHIND_SOFTMAX = ['Dropout', 'Where', 'Cast'];
const MOST_STEPS = 4;

/** softmax(scores) · values with both products over activations: nodes of each occurrence, from the first product to the second. */
export function findWrittenAttentions(patterns: PatternGraph): readonly (readonly NodeId[])[] {
  return patterns.nodesOf('Softmax').flatMap(softmax => {
    const above = scoresAbove(patterns, softmax);
    const below = above === undefined ? undefined : contextBelow(patterns, softmax);
    return above === undefined || below === undefined ? [] : [[...above, softmax, ...below]];
  });
}

function scoresAbove(patterns: PatternGraph, softmax: NodeId): readonly NodeId[] | undefined {
  const path: NodeId[] = [];
  for (let node = softmax; path.length < MOST_STEPS;) {
    const scores = operands(patterns, node).find(tensor => isActivationProduct(patterns, patterns.madeBy(tensor, 'MatMul')));
    if (scores !== undefined) return [patterns.madeBy(scores, 'MatMul') ?? node, ...path];
    const next = operands(patterns, node)
      .map(tensor => patterns.madeBy(tensor, ...BEFORE_SOFTMAX))
      .find(step => step !== undefined);
    if (next === undefined) return undefined;
    path.unshift(next);
    node = next;
  }
  return undefined;
}

function contextBelow(patterns: PatternGraph, softmax: NodeId): readonly NodeId[] | undefined {
  const path: NodeId[] = [];
  for (let node = softmax; path.length < MOST_STEPS;) {
    const context = patterns.onlyReader(node, 'MatMul');
    if (context !== undefined) return isActivationProduct(patterns, context) ? [...path, context] : undefined;
    const next = patterns.onlyReader(node, ...BEHIND_SOFTMAX) ?? guardBehind(patterns, node);
    if (next === undefined) return undefined;
    path.push(next);
    node = next;
  }
  return undefined;
}

/** The Where of `where(isnan(p), 0, p)`. */
function guardBehind(patterns: PatternGraph, softmax: NodeId): NodeId | undefined {
  const readers = consumersOf(patterns.graph, patterns.output(softmax));
  const guard = [...readers].find(node => patterns.op(node) === 'Where');
  return readers.length === 2 && [...readers].some(node => patterns.op(node) === 'IsNaN') ? guard : undefined;
}

function operands({ graph }: PatternGraph, node: NodeId): readonly TensorId[] {
  const { inputStart, inputs } = graph.nodes;
  return Array.from(inputs.subarray(inputStart[node], inputStart[node + 1])).filter(tensor => tensor >= 0);
}

function isActivationProduct(patterns: PatternGraph, node: NodeId | undefined): boolean {
  return node !== undefined && operands(patterns, node).every(tensor => patterns.graph.tensors.weights[tensor] === undefined);
}
