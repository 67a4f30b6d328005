import type { NodeId, TensorId } from '../../../shared/graph/graph';
import { consumersOf } from '../../../shared/graph/traversal';
import type { PatternGraph } from './patternGraph';

/** A norm over the last axes that is written out. */
export interface WrittenNorm {
  readonly kind: 'LayerNormalization' | 'RMSNormalization';
  /** 1/√ is taken and multiplied with, where other exporters divide by the root. */
  readonly isReciprocal: boolean;
  readonly nodes: readonly NodeId[];
}

/** (x − mean) / √(mean((x − mean)²) + ε), or without the mean, scale and bias not included; found from its square root. */
export function findWrittenNorms(patterns: PatternGraph): readonly WrittenNorm[] {
  return patterns.nodesOf('Sqrt').flatMap(root => normAround(patterns, root) ?? []);
}

function normAround(patterns: PatternGraph, root: NodeId): WrittenNorm | undefined {
  const variance = varianceUnder(patterns, root);
  if (variance === undefined) return undefined;
  const { x } = variance;
  const reciprocal = reciprocalOf(patterns, root);
  const last = reciprocal === undefined ? patterns.onlyReader(root, 'Div') : patterns.onlyReader(reciprocal, 'Mul');
  if (last === undefined || !reads(patterns, last, x, reciprocal !== undefined)) return undefined;
  const inner = [...variance.nodes, root, ...(reciprocal === undefined ? [] : [reciprocal]), last];
  const centering = centeringOf(patterns, x);
  return {
    kind: centering.length > 0 ? 'LayerNormalization' : 'RMSNormalization',
    isReciprocal: reciprocal !== undefined,
    nodes: [...centering, ...inner],
  };
}

/** A norm that scales x and its mean apart from each other, with scale and bias. */
export interface MomentNorm {
  readonly nodes: readonly NodeId[];
  readonly scale: TensorId;
  readonly bias: TensorId;
}

/** x · s + (bias − mean · s) with s = scale / √(variance + ε), as TensorFlow writes a LayerNormalization (`tf.nn.batch_normalization`). */
export function findMomentNorms(patterns: PatternGraph): readonly MomentNorm[] {
  return patterns.nodesOf('Sqrt').flatMap(root => momentsAround(patterns, root) ?? []);
}

function momentsAround(patterns: PatternGraph, root: NodeId): MomentNorm | undefined {
  const variance = varianceUnder(patterns, root);
  const [mean, centered] = variance === undefined ? [] : centeringOf(patterns, variance.x);
  const reciprocal = reciprocalOf(patterns, root);
  const factor = reciprocal === undefined ? undefined : patterns.onlyReader(reciprocal, 'Mul');
  if (variance === undefined || mean === undefined || centered === undefined || reciprocal === undefined || factor === undefined)
    return undefined;
  const s = patterns.output(factor);
  const scaled = productWith(patterns, s, patterns.input(centered, 0));
  const moved = productWith(patterns, s, patterns.output(mean));
  const shift = moved === undefined ? undefined : patterns.onlyReader(moved, 'Sub');
  const sum = scaled === undefined ? undefined : patterns.onlyReader(scaled, 'Add');
  if (scaled === undefined || moved === undefined || shift === undefined || sum === undefined) return undefined;
  if (patterns.onlyReader(shift, 'Add') !== sum) return undefined;
  return {
    nodes: [mean, centered, ...variance.nodes, root, reciprocal, factor, scaled, moved, shift, sum],
    scale: patterns.otherOperand(factor, patterns.output(reciprocal)),
    bias: patterns.input(shift, 0),
  };
}

/** The Mul of two tensors. */
function productWith(patterns: PatternGraph, a: TensorId, b: TensorId): NodeId | undefined {
  return consumersOf(patterns.graph, a).find(node => patterns.op(node) === 'Mul' && patterns.otherOperand(node, a) === b);
}

/** Square, mean and sum with ε under a root, and what is squared. */
function varianceUnder(patterns: PatternGraph, root: NodeId): { readonly x: TensorId; readonly nodes: readonly NodeId[] } | undefined {
  const plus = patterns.madeBy(patterns.input(root, 0), 'Add');
  const mean = plus === undefined ? undefined : meanWithEpsilon(patterns, plus);
  const square = mean === undefined ? undefined : patterns.madeBy(patterns.input(mean, 0), 'Pow', 'Mul');
  const x = square === undefined ? undefined : squared(patterns, square);
  return plus === undefined || mean === undefined || square === undefined || x === undefined
    ? undefined
    : { x, nodes: [square, mean, plus] };
}

/** x is what is divided; of a product it is either operand. */
function reads(patterns: PatternGraph, node: NodeId, x: TensorId, isProduct: boolean): boolean {
  return patterns.input(node, 0) === x || (isProduct && patterns.input(node, 1) === x);
}

function reciprocalOf(patterns: PatternGraph, root: NodeId): NodeId | undefined {
  const division = patterns.onlyReader(root, 'Div');
  const isOneOver = division !== undefined && patterns.scalar(patterns.input(division, 0)) === 1;
  return isOneOver ? division : patterns.onlyReader(root, 'Reciprocal');
}

/** The ReduceMean behind `mean + ε`; ε is what is small and constant. */
function meanWithEpsilon(patterns: PatternGraph, plus: NodeId): NodeId | undefined {
  for (const slot of [0, 1]) {
    const epsilon = patterns.scalar(patterns.input(plus, slot));
    if (epsilon !== undefined && epsilon >= 0 && epsilon < 0.01) return patterns.madeBy(patterns.input(plus, 1 - slot), 'ReduceMean');
  }
  return undefined;
}

function squared(patterns: PatternGraph, node: NodeId): TensorId | undefined {
  if (patterns.op(node) === 'Pow') return patterns.beside(node, 2);
  return patterns.input(node, 0) === patterns.input(node, 1) ? patterns.input(node, 0) : undefined;
}

/** Sub and ReduceMean that take the mean away; empty when x is used as it is. */
function centeringOf(patterns: PatternGraph, x: TensorId): readonly NodeId[] {
  const centered = patterns.madeBy(x, 'Sub');
  if (centered === undefined) return [];
  const mean = patterns.madeBy(patterns.input(centered, 1), 'ReduceMean');
  return mean !== undefined && patterns.input(mean, 0) === patterns.input(centered, 0) ? [mean, centered] : [];
}
