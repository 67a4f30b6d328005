import { formatShare } from '../../../shared/base/formatNumber';
import { expectedRatioText, expectedSaving, int8WeightGain, latencyGain, ratioSources, type ChangedLayers } from '../expectedGain';
import { integerWarning, ratioHere } from '../integerKernels';
import { changesByRatio, dynamicRatio } from '../integerRatios';
import type { LinearWork } from '../linearWork';
import { findPayingLstms, type LstmWork } from '../lstmWork';
import { MEASURED_AGAINST, MEASURED_RATIOS } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { declined, proposed, type Finding, type SuggestionRule } from '../rule';
import { tooSmallText, withEnoughWork, workText } from '../tinyModel';

const TITLE = 'Quantize to INT8 (dynamic)';
/** The pass changes matrix products only, so they must be most of the work. */
const SMALLEST_SHARE = 0.5;
const RECURRENT: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'RNN']);

/** Matrix products and LSTMs with constant weights in 8-bit integers, activations quantized while the model runs: no data needed. */
export const quantizeDynamicRule: SuggestionRule = { id: 'quantize-dynamic', check };

function check(evidence: ModelEvidence): Finding {
  const products = evidence.weighted.filter(({ op, weight }) => op !== 'Conv' && weight?.dims.length === 2);
  const lstms = findPayingLstms(evidence.graph);
  const macShare = evidence.totalMacs === 0 ? 0 : evidence.macsOf([...products, ...lstms].map(({ node }) => node)) / evidence.totalMacs;
  if (products.length + lstms.length === 0 || macShare < SMALLEST_SHARE) return declined(TITLE, whyNot(evidence, macShare));
  if (lstms.length === 0 && withEnoughWork(products).length === 0) {
    return declined(TITLE, `INT8 costs more than it saves on ${workText(evidence, products)}: ${tooSmallText()}.`);
  }
  return offer(evidence, products, lstms);
}

function offer(evidence: ModelEvidence, products: readonly LinearWork[], lstms: readonly LstmWork[]): Finding {
  const changes = [...changesByRatio(products, dynamicRatio, evidence.isa), ...lstmChanges(evidence, lstms)];
  const layers = [...products, ...lstms].map(({ node }) => node);
  const expectation = evidence.times === undefined ? `, about ${expectedRatioText(evidence, changes)}` : '';
  const share = formatShare(evidence.shareOf(layers), 0);
  const named = [...counted(products.length, 'matrix product'), ...counted(lstms.length, 'LSTM')].join(' and ');
  const details = ['No data needed.', integerWarning(evidence.isa), ratioSources(changes)];
  return proposed({
    title: `Quantize ${named} to INT8 (dynamic)`,
    layers,
    pass: { id: 'quantize-dynamic', parameters: {} },
    promise: 'lossy',
    expectedSaving: expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes) ?? int8WeightGain(evidence, [...products, ...lstms.flatMap(({ weights }) => weights)]),
    why: `${named.replace(/^o/, 'O')} with constant weights ${layers.length === 1 ? 'holds' : 'hold'} ${share} of the ${evidence.shareWord}${expectation}.`,
    details: details.filter(part => part !== undefined).join(' '),
  });
}

function lstmChanges({ isa }: ModelEvidence, lstms: readonly LstmWork[]): readonly ChangedLayers[] {
  return lstms.length === 0 ? [] : [{ nodes: lstms.map(({ node }) => node), ratio: ratioHere(MEASURED_RATIOS.dynamicLstm, isa) }];
}

function counted(count: number, what: string): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? `one ${what}` : `${String(count)} ${what}s`];
}

function whyNot({ graph, linear, totalMacs }: ModelEvidence, macShare: number): string {
  if (linear.some(({ op }) => op === 'Conv')) {
    const share = formatShare(macShare, 0);
    return `Matrix products are ${share} of the MACs; convolutions with dynamic ranges run ${MEASURED_AGAINST.dynamicConvolution} slower than in float32, so they are left alone.`;
  }
  if (graph.nodes.ops.some(op => RECURRENT.has(op)))
    return 'Most of the work is in recurrent layers: of these only LSTMs have an integer kernel, which pays from 128 units on.';
  return totalMacs === 0 ? 'The model has no matrix products.' : 'Few of its matrix products have a constant float32 weight.';
}
