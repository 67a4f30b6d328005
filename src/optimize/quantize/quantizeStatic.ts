import type { Graph } from '../../shared/graph/graph';
import { isLinearOp } from '../../shared/graph/linearLayer';
import { nodeOrigins } from '../../shared/graph/provenance';
import { changedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { quantizeWithHelpers } from './accuracyHelpers';
import { CALIBRATION, PERCENTILE } from './calibration';
import { mergeViews } from '../rewrite/mergeViews';
import { flattenProducts } from './flattenProducts';
import { HELPERS } from './helperParameters';
import { leaveLossyLayers } from './leaveLossyLayers';
import { keepFlat } from './keepFlat';
import { preparation } from './preparation';
import { bodyNote, skippedInside } from './bodyNote';
import { nothingToQuantize } from './nothingToQuantize';
import { vectorBiases } from './vectorBiases';
import { saturationNote } from './rangeFor';
import { selectUnits, type Selection } from './selectUnits';
import { WEIGHT_RANGE } from './weightRange';

/** DequantizeLinear takes one scale per channel from here on. */
const LOWEST_OPSET = 13;

/** INT8 with ranges found on calibration data, in the QDQ form: uint8 activations, signed weights per output channel, int32 biases. */
export const quantizeStatic: Pass = {
  description: {
    id: 'quantize-static',
    title: 'Quantize to INT8 (Static)',
    description: 'Runs convolutions and matrix products in 8-bit integers, with value ranges found on calibration data.',
    fileTag: 'int8',
    parameters: [CALIBRATION, PERCENTILE, WEIGHT_RANGE, ...HELPERS],
    needs: 'calibration',
    promise: 'lossy',
  },
  prepare: graph => preparation(graph, LOWEST_OPSET),
  plan: async input => leaveLossyLayers({ ...input, graph: await arrangeProducts(input) }, arranged => planStatic(arranged)),
};

const NOTHING = {
  claim: 'Nothing in this model can run in static INT8',
  none: 'it has no Conv, Gemm or MatMul',
  kept: 'linear layers the first stays in float32',
};

/** Why layers in bodies and functions stay. */
const NOT_OBSERVED = 'what is computed there is not observed, so there are no ranges to quantize to';

/**
 * INT8 for a graph that `arrangeProducts` made. `quantize`: with the accuracy helpers that pay, or without trying them; `select`: which of
 * the units that the user left in become integer kernels. Throws `not-applicable` when there is
 * no layer that could be quantized.
 */
export async function planStatic(input: PassInput, quantize = quantizeWithHelpers, select = selectUnits): Promise<PassPlan> {
  const { graph } = input;
  const selection = select(input, graph);
  const linear = selection.units.flatMap(unit => unit.layer ?? []);
  const inside = bodyNote(graph, isLinearOp, NOT_OBSERVED);
  if (linear.length === 0) throw nothingToQuantize(graph, NOTHING, selection.skipped, inside);
  const { graph: quantized, notes } = await quantize(input, selection);
  const changed = linear.map(({ node }) => changedLayer(graph, node, 'INT8 static', 'int8'));
  const layers = [...changed, ...selection.skipped, ...skippedInside(graph, `it stands in a body or a function: ${NOT_OBSERVED}`)];
  return {
    graph: quantized,
    layers,
    changedNodes: selection.units.length,
    notes: [...notesOf(graph, selection), ...inside, ...notes, ...(await saturationNote(input))],
  };
}

/** Matrix products in the form of which the runtime makes one kernel each. */
export async function arrangeProducts(input: PassInput): Promise<Graph> {
  const { graph: given } = await vectorBiases(input, input.graph);
  let { graph } = await flattenProducts(input, given);
  if (graph === given) return graph;
  for (const rule of [keepFlat, mergeViews]) ({ graph } = await rule(input, graph));
  return graph;
}

function notesOf(graph: Graph, { skipped }: Selection): readonly string[] {
  const layers = skipped.filter(({ detail }) => !detail.startsWith('both of its inputs'));
  if (layers.length === 0) return [];
  const [first] = layers;
  const stands = graph.nodes.names.findIndex((_, node) => nodeOrigins(graph, node)[0] === first?.node);
  const name = graph.nodes.names[stands] ?? '';
  const which = layers.length === 1 ? '1 linear layer stays' : `${layers.length} linear layers stay`;
  const example = name === '' ? '' : layers.length === 1 ? `, ${name}` : `, the first is ${name}`;
  return [`${which} in float32${example}: ${first?.detail ?? ''}.`];
}
