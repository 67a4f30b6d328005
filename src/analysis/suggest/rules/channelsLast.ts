import type { NodeId } from '../../../shared/graph/graph';
import { consumersOf, producerOf } from '../../../shared/graph/traversal';
import { formatShare } from '../../../shared/base/formatNumber';
import { countStart } from '../countText';
import { latencyGain } from '../expectedGain';
import { MEASURED_AGAINST } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, declined, proposed, type Finding, type SuggestionRule } from '../rule';

const TITLE = 'Keep channels first';
const LEAST_SHARE = 0.02;

/** Convolutions read channels first; a model written with channels last transposes around them. */
export const channelsLastRule: SuggestionRule = { id: 'channels-last', check };

function check(evidence: ModelEvidence): Finding {
  const layers = evidence.patterns.nodesOf('Transpose').filter(node => changesLayout(evidence, node));
  if (layers.length === 0) return ABSENT;
  const share = evidence.times?.kind === 'measured' ? (evidence.timeShareOf(layers) ?? 0) : 0;
  const counted = `${countStart(layers.length, 'Transpose')} between channels last and the convolutions`;
  if (share < LEAST_SHARE) {
    const moved = `the runtime moves such Transposes together and takes most of them out (${MEASURED_AGAINST.channelsLast} the time where one stood around each convolution)`;
    return declined(TITLE, `${counted}: ${moved}.`);
  }
  const changes = [{ nodes: layers, ratio: { low: 0, high: 0.3, source: 'the kernels that would go away' } }];
  return proposed({
    title: TITLE,
    layers,
    promise: 'exact',
    expectedSaving: share * 0.85,
    gain: latencyGain(evidence, changes),
    why: `${counted} took ${formatShare(share)} of the ${evidence.shareWord}.`,
    details: 'Export with channels first (for TensorFlow: --inputs-as-nchw), and feed the input in that layout.',
  });
}

/** [0, 3, 1, 2] in front of a Conv or [0, 2, 3, 1] behind one, and the same in three dimensions. */
function changesLayout({ graph, patterns }: ModelEvidence, node: NodeId): boolean {
  const perm = graph.nodes.attributes(node).get('perm');
  const key = perm?.kind === 'ints' ? perm.values.join() : '';
  const isConv = (other: NodeId): boolean => patterns.op(other) === 'Conv';
  if (key === '0,3,1,2' || key === '0,4,1,2,3') return [...consumersOf(graph, patterns.output(node))].some(isConv);
  return (key === '0,2,3,1' || key === '0,2,3,4,1') && isConv(producerOf(graph, patterns.input(node, 0)));
}
