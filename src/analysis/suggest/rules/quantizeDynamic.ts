import { formatShare } from '../../../shared/base/formatNumber';
import { expectedRatioText, expectedSaving, int8WeightGain, latencyGain, ratioSources } from '../expectedGain';
import { integerWarning } from '../integerKernels';
import { changesByRatio, dynamicRatio } from '../integerRatios';
import type { LinearWork } from '../linearWork';
import { MEASURED_AGAINST } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { declined, proposed, type Finding, type SuggestionRule } from '../rule';
import { tooSmallText, withEnoughWork, workText } from '../tinyModel';

const TITLE = 'Quantize to INT8 (dynamic)';
/** The pass changes matrix products only, so they must be most of the work. */
const SMALLEST_SHARE = 0.5;
const RECURRENT: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'RNN']);

/** Matrix products with constant weights in 8-bit integers, activations quantized while the model runs: no data needed. */
export const quantizeDynamicRule: SuggestionRule = { id: 'quantize-dynamic', check };

function check(evidence: ModelEvidence): Finding {
  const products = evidence.weighted.filter(({ op, weight }) => op !== 'Conv' && weight?.dims.length === 2);
  const macShare = evidence.totalMacs === 0 ? 0 : evidence.macsOf(products.map(({ node }) => node)) / evidence.totalMacs;
  if (products.length === 0 || macShare < SMALLEST_SHARE) return declined(TITLE, whyNot(evidence, macShare));
  if (withEnoughWork(products).length === 0) {
    return declined(TITLE, `INT8 costs more than it saves on ${workText(evidence, products)}: ${tooSmallText()}.`);
  }
  return offer(evidence, products);
}

function offer(evidence: ModelEvidence, products: readonly LinearWork[]): Finding {
  const changes = changesByRatio(products, dynamicRatio, evidence.isa);
  const layers = products.map(({ node }) => node);
  const expectation = evidence.times === undefined ? `, about ${expectedRatioText(evidence, changes)}` : '';
  const share = formatShare(evidence.shareOf(layers), 0);
  const named = layers.length === 1 ? 'one matrix product' : `${String(layers.length)} matrix products`;
  const details = ['No data needed.', integerWarning(evidence.isa), ratioSources(changes)];
  return proposed({
    title: `Quantize ${named} to INT8 (dynamic)`,
    layers,
    pass: { id: 'quantize-dynamic', parameters: {} },
    promise: 'lossy',
    expectedSaving: expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes) ?? int8WeightGain(evidence, products),
    why: `${named.replace(/^o/, 'O')} with constant weights ${layers.length === 1 ? 'holds' : 'hold'} ${share} of the ${evidence.shareWord}${expectation}.`,
    details: details.filter(part => part !== undefined).join(' '),
  });
}

function whyNot({ graph, linear, totalMacs }: ModelEvidence, macShare: number): string {
  if (linear.some(({ op }) => op === 'Conv')) {
    const share = formatShare(macShare, 0);
    return `Matrix products are ${share} of the MACs; convolutions with dynamic ranges run ${MEASURED_AGAINST.dynamicConvolution} slower than in float32, so they are left alone.`;
  }
  if (graph.nodes.ops.some(op => RECURRENT.has(op))) return 'Most of the work is in recurrent layers, which this pass does not change.';
  return totalMacs === 0 ? 'The model has no matrix products.' : 'Few of its matrix products have a constant float32 weight.';
}
