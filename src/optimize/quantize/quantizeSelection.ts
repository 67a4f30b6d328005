import { applyEdits } from '../../shared/graph/applyEdits';
import type { Graph } from '../../shared/graph/graph';
import type { PassInput } from '../pass';
import { removeDead } from '../rewrite/removeDead';
import { Rewriter, tensorName } from '../rewrite/rewriter';
import { BIAS_CORRECTION, meanObservations } from './biasCorrection';
import { rangeChoice } from './calibration';
import { rangeFor } from './rangeFor';
import type { Selection } from './selectUnits';
import { quantizeActivations } from './staticEdits';
import { activationParameters, parameterRoots, rangeObservations } from './staticParameters';
import { quantizeWeights } from './staticWeights';

/** The graph with the units of a selection in the QDQ form, with ranges from the laboratory: uint8 activations, signed weights per output channel, int32 biases. */
export async function quantizeSelection(input: PassInput, selection: Selection): Promise<Graph> {
  const { graph } = input;
  const linear = selection.units.flatMap(unit => unit.layer ?? []);
  const { samples, choose } = rangeChoice(input.parameters);
  const isCorrected = input.parameters[BIAS_CORRECTION.name] === true;
  const roots = parameterRoots(selection);
  const observations = [...rangeObservations(graph, roots, samples), ...(isCorrected ? meanObservations(input, graph, linear) : [])];
  const findings = await input.laboratory?.observe(graph, observations);
  const parameters = activationParameters(graph, selection, roots, findings, choose);
  const rewriter = new Rewriter(graph);
  const range = await rangeFor(input);
  quantizeActivations(rewriter, selection, roots, parameters);
  const zeroPoints = new Map<number, string>();
  for (const layer of linear) {
    const { scale: inputScale } = parameters.get(roots.get(layer.activation) ?? layer.activation) ?? { scale: 1 };
    const means = isCorrected ? findings?.get(tensorName(graph, layer.activation))?.mean : undefined;
    await quantizeWeights(input, rewriter, layer, { inputScale, range, means, zeroPoints });
  }
  return removeDead(input, applyEdits(graph, rewriter.batch())).graph;
}
