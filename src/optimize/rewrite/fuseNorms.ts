import { findWrittenNorms, type WrittenNorm } from '../../analysis/suggest/patterns/norms';
import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import { constantWeight } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { fusionRule, operatorOf, type WrittenOperator } from './fusePatterns';
import type { RuleContext } from './nodeRule';
import { meanAxes, normEpsilon } from './writtenNorm';

/** LayerNormalization written out (ONNX LayerNormalization-17). */
export const fuseLayerNorm = fusionRule('LayerNormalization', 17, (patterns, context) => written(patterns, context, 'LayerNormalization'));

/** RMSNormalization written out (ONNX RMSNormalization-23). */
export const fuseRmsNorm = fusionRule('RMSNormalization', 23, (patterns, context) => written(patterns, context, 'RMSNormalization'));

function written(patterns: PatternGraph, context: RuleContext, kind: WrittenNorm['kind']): readonly WrittenOperator[] {
  return findWrittenNorms(patterns).flatMap(norm => {
    const parts = norm.kind === kind ? partsOf(patterns, context, norm) : undefined;
    return parts === undefined ? [] : [{ nodes: parts.nodes, define: (_, operand) => define(context, kind, operand, parts) }];
  });
}

interface NormParts {
  readonly nodes: readonly NodeId[];
  readonly scale: TensorId;
  /** `NONE` without one. */
  readonly bias: TensorId;
  readonly epsilon: number;
}

/** A norm over the last axis with the stored scale that follows it, which both operators ask for. */
function partsOf(patterns: PatternGraph, context: RuleContext, { kind, nodes }: WrittenNorm): NormParts | undefined {
  const normalized = nodes.at(-1) ?? NONE;
  const epsilon = normEpsilon(patterns, nodes);
  const scaling = patterns.onlyReader(normalized, 'Mul');
  const isLast = nodes.filter(node => patterns.op(node) === 'ReduceMean').every(mean => isOverLastAxis(context, mean));
  if (scaling === undefined || epsilon === undefined || !isLast) return undefined;
  const scale = patterns.otherOperand(scaling, patterns.output(normalized));
  if (!isVector(context, scale)) return undefined;
  const shifting = kind === 'LayerNormalization' ? patterns.onlyReader(scaling, 'Add') : undefined;
  const bias = shifting === undefined ? NONE : patterns.otherOperand(shifting, patterns.output(scaling));
  if (shifting === undefined || !isVector(context, bias)) return { nodes: [...nodes, scaling], scale, bias: NONE, epsilon };
  return { nodes: [...nodes, scaling, shifting], scale, bias, epsilon };
}

function isOverLastAxis(context: RuleContext, mean: NodeId): boolean {
  const axes = meanAxes(context, mean);
  const rank = context.facts(context.in(mean, 0)).shape?.length;
  return axes?.length === 1 && (axes[0] === -1 || (rank !== undefined && axes[0] === rank - 1));
}

function isVector(context: RuleContext, tensor: TensorId): boolean {
  const weight = constantWeight(context.graph, tensor);
  return weight?.dtype === 'float32' && weight.dims.length === 1;
}

function define(
  context: RuleContext,
  op: WrittenNorm['kind'],
  operand: TensorId,
  { nodes, scale, bias, epsilon }: NormParts,
): ReturnType<WrittenOperator['define']> {
  const { shape } = context.facts(operand);
  const width = constantWeight(context.graph, scale)?.dims[0];
  if (shape === undefined || shape.at(-1) !== width) return undefined;
  if (bias !== NONE && constantWeight(context.graph, bias)?.dims[0] !== width) return undefined;
  const attributes = new Map([
    ['axis', { kind: 'int', value: -1 } as const],
    ['epsilon', { kind: 'float', value: epsilon } as const],
  ]);
  const others = [scale, ...(bias === NONE ? [] : [bias])].map(tensor => context.name(tensor));
  return operatorOf(context, op, operand, nodes, attributes, others);
}
