import { findWrittenNorms, type WrittenNorm } from '../../analysis/suggest/patterns/norms';
import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import { NONE, type NodeId } from '../../shared/graph/graph';
import { channelAffineBehind, storeChannelAffine } from './channelAffine';
import { fusionRule, operatorOf, type WrittenOperator } from './fusePatterns';
import type { RuleContext } from './nodeRule';
import { meanAxes, normEpsilon } from './writtenNorm';

/**
 * (x − mean) / √(variance + ε) over all axes behind batch and channels, scaled and shifted by channel, as InstanceNormalization (ONNX InstanceNormalization-6), one
 * kernel that takes half as long in onnxruntime 1.30.
 */
export const fuseInstanceNorm = fusionRule('InstanceNormalization', 6, (patterns, context) =>
  findWrittenNorms(patterns).flatMap(norm => writtenAs(patterns, context, norm)),
);

function writtenAs(patterns: PatternGraph, context: RuleContext, { kind, nodes }: WrittenNorm): readonly WrittenOperator[] {
  const shape = context.facts(context.in(nodes[0] ?? NONE, 0)).shape ?? [];
  const [rank, channels] = [shape.length, shape[1]];
  const epsilon = normEpsilon(patterns, nodes);
  if (kind !== 'LayerNormalization' || epsilon === undefined || typeof channels !== 'number') return [];
  const isOverSpace = nodes.filter(node => patterns.op(node) === 'ReduceMean').every(mean => meansSpace(context, mean, rank));
  const affine = channelAffineBehind(patterns, context, nodes.at(-1) ?? NONE, { rank, channels });
  // Over the last of three axes it is rather a LayerNormalization, unless channels are scaled.
  if (!isOverSpace || rank < 3 || (rank === 3 && affine.scale === NONE)) return [];
  const all = [...nodes, ...affine.nodes];
  const attributes = new Map([['epsilon', { kind: 'float', value: epsilon } as const]]);
  const stem = context.name(context.out(all.at(-1) ?? NONE));
  return [
    {
      nodes: all,
      define: (_, operand) =>
        operatorOf(context, 'InstanceNormalization', operand, all, attributes, storeChannelAffine(context, stem, affine, channels)),
    },
  ];
}

function meansSpace(context: RuleContext, mean: NodeId, rank: number): boolean {
  const axes = new Set(meanAxes(context, mean)?.map(axis => (axis < 0 ? axis + rank : axis)));
  return axes.size === rank - 2 && [...axes].every(axis => axis >= 2);
}
