import { applyEdits } from '../../shared/graph/applyEdits';
import type { Graph } from '../../shared/graph/graph';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { changedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { removeDead } from '../rewrite/removeDead';
import { Rewriter, tensorName } from '../rewrite/rewriter';
import { BIAS_CORRECTION, meanObservations } from './biasCorrection';
import { CALIBRATION, rangeChoice } from './calibration';
import { preparation } from './preparation';
import { rangeFor } from './rangeFor';
import { selectUnits, type Selection } from './selectUnits';
import { quantizeActivations } from './staticEdits';
import { activationParameters, parameterRoots, rangeObservations } from './staticParameters';
import { quantizeWeights } from './staticWeights';
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
    parameters: [CALIBRATION, WEIGHT_RANGE, BIAS_CORRECTION],
    needs: 'calibration',
    promise: 'lossy',
  },
  prepare: graph => preparation(graph, LOWEST_OPSET),
  plan: planStatic,
};

async function planStatic(input: PassInput): Promise<PassPlan> {
  const { graph } = input;
  const selection = selectUnits(input, graph);
  const linear = selection.units.flatMap(unit => unit.layer ?? []);
  if (linear.length === 0) throw nothingToQuantize(selection);
  const { samples, choose } = rangeChoice(input.parameters);
  const isCorrected = input.parameters[BIAS_CORRECTION.name] === true;
  const roots = parameterRoots(selection);
  const observations = [...rangeObservations(graph, roots, samples), ...(isCorrected ? meanObservations(input, graph, linear) : [])];
  const findings = await input.laboratory?.observe(graph, observations);
  const parameters = activationParameters(graph, selection, roots, findings, choose);
  const rewriter = new Rewriter(graph);
  const range = await rangeFor(input);
  quantizeActivations(rewriter, selection, roots, parameters);
  for (const layer of linear) {
    const { scale: inputScale } = parameters.get(roots.get(layer.activation) ?? layer.activation) ?? { scale: 1 };
    const means = isCorrected ? findings?.get(tensorName(graph, layer.activation))?.mean : undefined;
    await quantizeWeights(input, rewriter, layer, { inputScale, range, means });
  }
  const layers = [...linear.map(({ node }) => changedLayer(graph, node, 'INT8 static', 'int8')), ...selection.skipped];
  const quantized = removeDead(input, applyEdits(graph, rewriter.batch())).graph;
  return { graph: quantized, layers, changedNodes: selection.units.length, notes: notesOf(graph, selection) };
}

function notesOf(graph: Graph, { skipped }: Selection): readonly string[] {
  const layers = skipped.filter(({ detail }) => !detail.startsWith('both of its inputs'));
  if (layers.length === 0) return [];
  const [first] = layers;
  const name = first === undefined ? '' : (graph.nodes.names[first.node] ?? '');
  const which = layers.length === 1 ? '1 linear layer stays' : `${layers.length} linear layers stay`;
  const example = name === '' ? '' : layers.length === 1 ? `, ${name}` : `, the first is ${name}`;
  return [`${which} in float32${example}: ${first?.detail ?? ''}.`];
}

function nothingToQuantize({ skipped }: Selection): LayerwiseError {
  const [first] = skipped;
  const why =
    first === undefined
      ? 'it has no Conv, Gemm or MatMul'
      : `of its ${skipped.length} linear layers the first is left out because ${first.detail}`;
  return new LayerwiseError('not-applicable', `Nothing in this model can run in static INT8: ${why}.`);
}
