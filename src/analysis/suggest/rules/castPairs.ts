import { intAttribute } from '../../../shared/graph/nodeAttributes';
import { dtypeFromNumber, type Dtype } from '../../../shared/graph/dtype';
import type { NodeId } from '../../../shared/graph/graph';
import { countStart } from '../countText';
import { latencyGain, nodeGain } from '../expectedGain';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

/** Types that hold every value of another, so that a cast there and back changes nothing. */
const WIDER: ReadonlyMap<Dtype, readonly Dtype[]> = new Map<Dtype, readonly Dtype[]>([
  ['float16', ['float32', 'float64']],
  ['bfloat16', ['float32', 'float64']],
  ['float32', ['float64']],
  ['int32', ['int64', 'float64']],
  ['int8', ['int16', 'int32', 'int64', 'float16', 'float32', 'float64']],
  ['uint8', ['int16', 'uint16', 'int32', 'int64', 'float16', 'float32', 'float64']],
  ['bool', ['uint8', 'int8', 'int32', 'int64', 'float16', 'float32', 'float64']],
]);

/** A Cast to a wider type and straight back. */
export const castPairsRule: SuggestionRule = { id: 'cast-pairs', check };

function check(evidence: ModelEvidence): Finding {
  const pairs = evidence.patterns.nodesOf('Cast').flatMap(first => {
    const second = castBack(evidence, first);
    return second === undefined ? [] : [first, second];
  });
  if (pairs.length === 0) return ABSENT;
  const changes = [{ nodes: pairs, ratio: { low: 0, high: 0.1, source: 'the kernels that would go away' } }];
  return proposed({
    title: 'Take out Casts in pairs',
    layers: [...pairs].sort((a, b) => a - b),
    promise: 'exact',
    expectedSaving: (evidence.timeShareOf(pairs) ?? 0) * 0.95,
    gain: latencyGain(evidence, changes) ?? nodeGain(evidence, pairs.length),
    why: `${countStart(pairs.length / 2, 'value')} ${pairs.length === 2 ? 'is' : 'are'} cast to a wider type and straight back, which changes nothing.`,
    details: 'Remove both Casts, or export without the wider type. The runtime keeps them.',
  });
}

function castBack({ patterns, analysis, graph }: ModelEvidence, first: NodeId): NodeId | undefined {
  const from = analysis.tensors[patterns.input(first, 0)]?.dtype;
  const second = patterns.onlyReader(first, 'Cast');
  if (from === undefined || second === undefined) return undefined;
  const to = (node: NodeId): Dtype | undefined => dtypeFromNumber(intAttribute(graph, node, 'to', 0));
  const between = to(first);
  return to(second) === from && between !== undefined && WIDER.get(from)?.includes(between) === true ? second : undefined;
}
