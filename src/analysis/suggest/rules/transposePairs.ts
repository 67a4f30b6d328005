import type { NodeId } from '../../../shared/graph/graph';
import { countStart } from '../countText';
import { latencyGain } from '../expectedGain';
import { MEASURED_AGAINST } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import type { PatternGraph } from '../patterns/patternGraph';
import { ABSENT, declined, proposed, type Finding, type SuggestionRule } from '../rule';

const TITLE = 'Take out Transposes in pairs';
/** Operators that a Transpose can be moved across. */
const CROSSED = [
  'Relu',
  'LeakyRelu',
  'Sigmoid',
  'Tanh',
  'Clip',
  'Elu',
  'HardSigmoid',
  'HardSwish',
  'Gelu',
  'Erf',
  'Sqrt',
  'Exp',
  'Identity',
  'Cast',
];
const MOST_STEPS = 4;
const LEAST_SHARE = 0.01;

/** Two Transposes, the second of which undoes the first. */
export const transposePairsRule: SuggestionRule = { id: 'transpose-pairs', check };

function check(evidence: ModelEvidence): Finding {
  const pairs = evidence.patterns.nodesOf('Transpose').flatMap(first => {
    const second = undoneBy(evidence.patterns, first);
    return second === undefined ? [] : [[first, second] as const];
  });
  if (pairs.length === 0) return ABSENT;
  const layers = pairs.flat().sort((a, b) => a - b);
  const share = evidence.times?.kind === 'measured' ? (evidence.timeShareOf(layers) ?? 0) : 0;
  const counted = `${countStart(pairs.length, 'pair')} of Transposes ${pairs.length === 1 ? 'cancels' : 'cancel'} out`;
  if (share < LEAST_SHARE)
    return declined(
      TITLE,
      `${counted}; the runtime takes such pairs out when it loads the file (${MEASURED_AGAINST.channelsLast} the time around convolutions).`,
    );
  const changes = [{ nodes: layers, ratio: { low: 0, high: 0.2, source: 'the kernels that would go away' } }];
  return proposed({
    title: TITLE,
    layers,
    promise: 'exact',
    expectedSaving: share * 0.9,
    gain: latencyGain(evidence, changes),
    why: `${counted}, yet their kernels ran.`,
    details: 'Export without the change of layout, or remove both: what lies between them treats all elements alike.',
  });
}

function undoneBy(patterns: PatternGraph, first: NodeId): NodeId | undefined {
  const perm = permOf(patterns, first);
  let node: NodeId | undefined = first;
  for (let step = 0; step < MOST_STEPS && node !== undefined; step++) {
    const second = patterns.onlyReader(node, 'Transpose');
    if (second !== undefined) {
      const back = permOf(patterns, second);
      return perm !== undefined && back?.every((axis, index) => perm[axis] === index) === true ? second : undefined;
    }
    node = patterns.onlyReader(node, ...CROSSED);
  }
  return undefined;
}

function permOf({ graph }: PatternGraph, node: NodeId): readonly number[] | undefined {
  const perm = graph.nodes.attributes(node).get('perm');
  return perm?.kind === 'ints' ? perm.values : undefined;
}
