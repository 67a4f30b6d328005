import { findMomentNorms, findWrittenNorms, type MomentNorm, type WrittenNorm } from '../../analysis/suggest/patterns/norms';
import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import { constantWeight } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { storedWeight } from '../makeWeight';
import { fusionRule, operatorOf, type WrittenOperator } from './fusePatterns';
import type { RuleContext } from './nodeRule';
import { meanAxes, normEpsilon } from './writtenNorm';

/** LayerNormalization written out (ONNX LayerNormalization-17). */
export const fuseLayerNorm = fusionRule('LayerNormalization', 17, (patterns, context) => written(patterns, context, 'LayerNormalization'));

/** RMSNormalization written out (ONNX RMSNormalization-23). */
export const fuseRmsNorm = fusionRule('RMSNormalization', 23, (patterns, context) => written(patterns, context, 'RMSNormalization'));

function written(patterns: PatternGraph, context: RuleContext, kind: WrittenNorm['kind']): readonly WrittenOperator[] {
  const ones = new Map<number, string>();
  const parts = [
    ...findWrittenNorms(patterns).flatMap(norm => (norm.kind === kind ? (partsOf(patterns, context, norm) ?? []) : [])),
    ...(kind === 'LayerNormalization' ? findMomentNorms(patterns).flatMap(norm => momentParts(patterns, context, norm) ?? []) : []),
  ];
  return parts.map(part => ({ nodes: part.nodes, define: (_, operand) => define(context, kind, operand, part, ones) }));
}

interface NormParts {
  readonly nodes: readonly NodeId[];
  /** `NONE` without one. */
  readonly scale: TensorId;
  /** `NONE` without one. */
  readonly bias: TensorId;
  readonly epsilon: number;
}

/** A norm over the last axis with the stored scale and bias that follow it. */
function partsOf(patterns: PatternGraph, context: RuleContext, { kind, nodes }: WrittenNorm): NormParts | undefined {
  const normalized = nodes.at(-1) ?? NONE;
  const epsilon = normEpsilon(patterns, nodes);
  const isLast = nodes.filter(node => patterns.op(node) === 'ReduceMean').every(mean => isOverLastAxis(context, mean));
  if (epsilon === undefined || !isLast) return undefined;
  const scaling = patterns.onlyReader(normalized, 'Mul');
  const scale = scaling === undefined ? NONE : patterns.otherOperand(scaling, patterns.output(normalized));
  if (scaling === undefined || !isVector(context, scale)) return { nodes, scale: NONE, bias: NONE, epsilon };
  const shifting = kind === 'LayerNormalization' ? patterns.onlyReader(scaling, 'Add') : undefined;
  const bias = shifting === undefined ? NONE : patterns.otherOperand(shifting, patterns.output(scaling));
  if (shifting === undefined || !isVector(context, bias)) return { nodes: [...nodes, scaling], scale, bias: NONE, epsilon };
  return { nodes: [...nodes, scaling, shifting], scale, bias, epsilon };
}

/** The same of x · s + (bias − mean · s) with s = scale / √(variance + ε). */
function momentParts(patterns: PatternGraph, context: RuleContext, { nodes, scale, bias }: MomentNorm): NormParts | undefined {
  const epsilon = normEpsilon(patterns, nodes);
  const isLast = nodes.filter(node => patterns.op(node) === 'ReduceMean').every(mean => isOverLastAxis(context, mean));
  const isWhole = isVector(context, scale) && isVector(context, bias);
  return epsilon === undefined || !isLast || !isWhole ? undefined : { nodes, scale, bias, epsilon };
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

/** `ones`: names of scales that change nothing, by width, which both operators ask for. */
function define(
  context: RuleContext,
  op: WrittenNorm['kind'],
  operand: TensorId,
  { nodes, scale, bias, epsilon }: NormParts,
  ones: Map<number, string>,
): ReturnType<WrittenOperator['define']> {
  const width = context.facts(operand).shape?.at(-1);
  const fits = [scale, bias].every(tensor => tensor === NONE || constantWeight(context.graph, tensor)?.dims[0] === width);
  if (typeof width !== 'number' || width < 1 || !fits || context.facts(operand).dtype !== 'float32') return undefined;
  const attributes = new Map([
    ['axis', { kind: 'int', value: -1 } as const],
    ['epsilon', { kind: 'float', value: epsilon } as const],
  ]);
  const scaleName = scale === NONE ? onesOf(context, width, ones) : context.name(scale);
  return operatorOf(context, op, operand, nodes, attributes, [scaleName, ...(bias === NONE ? [] : [context.name(bias)])]);
}

function onesOf({ rewriter }: RuleContext, width: number, known: Map<number, string>): string {
  const name = known.get(width) ?? rewriter.addWeight('ones', storedWeight('float32', [width], new Float32Array(width).fill(1)));
  known.set(width, name);
  return name;
}
