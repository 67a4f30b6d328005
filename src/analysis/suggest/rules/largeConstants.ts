import { formatBytes } from '../../../shared/base/formatNumber';
import { denseBytes } from '../../../shared/graph/denseBytes';
import { nodeOutput } from '../../../shared/graph/traversal';
import { countText } from '../countText';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

const LARGE_BYTES = 1 << 20;

/** Weights in `Constant` nodes instead of initializers. */
export const largeConstantsRule: SuggestionRule = { id: 'large-constants', check };

function check({ graph, cleanable }: ModelEvidence): Finding {
  const bytesOf = (node: number): number => {
    const weight = graph.tensors.weights[nodeOutput(graph, node, 0)];
    return weight === undefined ? 0 : denseBytes(weight.dtype, weight.dims);
  };
  const large = cleanable.stored.filter(node => bytesOf(node) >= LARGE_BYTES);
  if (large.length === 0) return ABSENT;
  const bytes = large.reduce((sum, node) => sum + bytesOf(node), 0);
  return proposed({
    title: `Turn ${formatBytes(bytes)} of constants into weights`,
    layers: large,
    pass: { id: 'clean', parameters: {} },
    promise: 'close',
    expectedSaving: 0,
    gain: undefined,
    why: `${formatBytes(bytes)} lie in ${countText(large.length, 'Constant node')}.`,
    details: 'As initializers they can be shared, quantized and kept in a data file of their own; most tools look for weights only there.',
  });
}
