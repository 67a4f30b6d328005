import { haveSameDims, sameDim } from '../../analysis/shapes/dims/dim';
import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import { constantWeight } from '../../shared/graph/constants';
import type { NodeId, TensorId } from '../../shared/graph/graph';
import { floatAttribute } from '../../shared/graph/nodeAttributes';
import { channelAffineBehind, storeChannelAffine } from './channelAffine';
import { fusionRule, operatorOf, type WrittenOperator } from './fusePatterns';
import type { RuleContext } from './nodeRule';

const EPSILON = 1e-5;

/**
 * An InstanceNormalization over groups of channels that a Reshape made and another one takes back, scaled and shifted by channel behind it, as exporters write it, as
 * GroupNormalization (ONNX GroupNormalization-21). On request: onnxruntime 1.30 has no kernel for it and runs its definition, which takes 1.5 × as long.
 */
export const fuseGroupNorm = fusionRule('GroupNormalization', 21, (patterns, context) =>
  patterns.nodesOf('InstanceNormalization').flatMap(norm => writtenAround(patterns, context, norm)),
);

function writtenAround(patterns: PatternGraph, context: RuleContext, norm: NodeId): readonly WrittenOperator[] {
  const cut = patterns.madeBy(patterns.input(norm, 0), 'Reshape');
  const back = patterns.onlyReader(norm, 'Reshape');
  if (cut === undefined || back === undefined || !isPlain(context, norm)) return [];
  const { shape } = context.facts(context.in(cut, 0));
  const grouped = context.facts(context.out(cut)).shape;
  const [channels, groups] = [shape?.[1], grouped?.[1]];
  if (shape === undefined || typeof channels !== 'number' || typeof groups !== 'number' || grouped?.length !== 3) return [];
  const isRestored = haveSameDims(context.facts(context.out(back)).shape, shape);
  if (!isRestored || !sameDim(shape[0], grouped[0]) || shape.length < 3 || channels % groups !== 0) return [];
  const affine = channelAffineBehind(patterns, context, back, { rank: shape.length, channels });
  const nodes = [cut, norm, back, ...affine.nodes];
  const attributes = new Map([
    ['epsilon', { kind: 'float', value: floatAttribute(context.graph, norm, 'epsilon', EPSILON) } as const],
    ['num_groups', { kind: 'int', value: groups } as const],
  ]);
  const stem = context.name(context.out(back));
  return [
    {
      nodes,
      define: (_, operand) =>
        operatorOf(context, 'GroupNormalization', operand, nodes, attributes, storeChannelAffine(context, stem, affine, channels)),
    },
  ];
}

/** Whether an InstanceNormalization neither scales nor shifts. */
function isPlain(context: RuleContext, norm: NodeId): boolean {
  const isAll = (tensor: TensorId, value: number): boolean => {
    const stored = constantWeight(context.graph, tensor) === undefined ? undefined : context.reader.readSmall(tensor)?.data;
    return stored !== undefined && Array.from<unknown>(stored).every(element => element === value);
  };
  return isAll(context.in(norm, 1), 1) && isAll(context.in(norm, 2), 0);
}
