import { applyEdits } from '../../shared/graph/applyEdits';
import type { Graph, TensorId } from '../../shared/graph/graph';
import type { LinearLayer } from '../../shared/graph/linearLayer';
import type { Findings, Observation, Observed } from '../laboratory';
import type { PassInput } from '../pass';
import { removeDead } from '../rewrite/removeDead';
import { Rewriter, tensorName } from '../rewrite/rewriter';
import { inputObservations, type ChannelStatistics } from './inputObservations';
import { keepLayersFloat } from './keepLayersFloat';
import { keepProducts } from './keepProducts';
import { nanSources } from './nanSources';
import { rangeFor } from './rangeFor';
import { readLayerWeight } from './readLayerWeight';
import { roundedWeights } from './roundedWeights';
import type { Selection } from './selectUnits';
import { quantizeActivations } from './staticEdits';
import { activationParameters, parameterRoots, rangeObservations } from './staticParameters';
import type { StaticRecipe } from './staticRecipe';
import { quantizeWeights, SharedParts } from './staticWeights';

/** What calibration is asked for. */
export interface Wanted {
  /** Values to keep of each quantized tensor. */
  readonly samples: number;
  /** Of what layers read. */
  readonly statistics?: ChannelStatistics;
}

/** Runs a selection's graph on the calibration data; `undefined` in a dry run. */
export async function observeSelection(input: PassInput, selection: Selection, wanted: Wanted): Promise<Findings | undefined> {
  const { graph } = input;
  const ranges = rangeObservations(input, selection, wanted.samples);
  const channels = wanted.statistics === undefined ? [] : inputObservations(input, graph, layersOf(selection), wanted.statistics);
  const sources = nanSources(graph, input.analyze(graph));
  const findings = await input.laboratory?.observe(graph, [...ranges, ...channels, ...sources.map(tensor => nanIn(graph, tensor, false))]);
  if (![...(findings?.values() ?? [])].some(({ seemsNan }) => seemsNan)) return findings;
  const suspects = [...new Set([...sources, ...parameterRoots(selection).keys()])].map(tensor => nanIn(graph, tensor, true));
  return merged(findings, await input.laboratory?.observe(graph, suspects));
}

function nanIn(graph: Graph, tensor: TensorId, isExact: boolean): Observation {
  return { kind: 'nan', tensor: tensorName(graph, tensor), isExact };
}

/** Findings with the NaN that were seen when it was looked for. */
function merged(findings: Findings = new Map(), seen: Findings = new Map()): Findings {
  const withNan = [...seen].map(([tensor, { notANumber, ...observed }]): [string, Observed] => {
    return [tensor, { ...observed, ...findings.get(tensor), ...(notANumber && { notANumber }) }];
  });
  return new Map([...findings, ...withNan]);
}

/** The graph with the units of a selection in the QDQ form: uint8 activations, signed weights per output channel, int32 biases. */
export async function quantizeSelection(
  input: PassInput,
  selection: Selection,
  findings: Findings | undefined,
  recipe: StaticRecipe,
): Promise<Graph> {
  const { graph } = input;
  const roots = parameterRoots(selection);
  const parameters = await finiteParameters(input, selection, roots, findings, recipe);
  const rewriter = new Rewriter(graph);
  const range = await rangeFor(input);
  quantizeActivations(rewriter, selection, roots, parameters);
  keepProducts(input, rewriter, selection);
  keepLayersFloat(rewriter, selection);
  const shared = new SharedParts();
  const layers = layersOf(selection);
  roundedWeights(input.laboratory).nextCandidate();
  for (const layer of layers) {
    const { scale: inputScale } = parameters.get(roots.get(layer.activation) ?? layer.activation) ?? { scale: 1 };
    const observed = findings?.get(tensorName(graph, layer.activation));
    const means = recipe.correctsBiases ? observed?.mean : undefined;
    const gram = recipe.rounding === 'nearest' ? undefined : secondMoments(graph, layers, layer, findings);
    await quantizeWeights(input, rewriter, layer, { ...recipe, inputScale, range, means, gram, shared });
  }
  return removeDead(input, applyEdits(graph, rewriter.batch())).graph;
}

/** Where what was observed is not finite, a weight is named that is not, before the data are. */
async function finiteParameters(
  input: PassInput,
  selection: Selection,
  roots: ReturnType<typeof parameterRoots>,
  findings: Findings | undefined,
  { choose }: StaticRecipe,
): Promise<ReturnType<typeof activationParameters>> {
  const { graph } = input;
  try {
    return activationParameters(graph, selection, roots, findings, choose);
  } catch (error) {
    for (const layer of layersOf(selection)) await readLayerWeight(input, graph, layer);
    throw error;
  }
}

/** Of what a layer reads; where several read the same weight, the sum over all that they read. */
function secondMoments(
  graph: Graph,
  layers: readonly LinearLayer[],
  { weight }: LinearLayer,
  findings: Findings | undefined,
): Float64Array | undefined {
  const readers = layers.filter(layer => layer.weight === weight);
  const [first, ...others] = readers.flatMap(({ activation }) => findings?.get(tensorName(graph, activation))?.gram ?? []);
  if (first === undefined || others.length === 0) return first;
  return first.map((moment, index) => others.reduce((sum, gram) => sum + (gram[index] ?? NaN), moment));
}

function layersOf({ units }: Selection): readonly LinearLayer[] {
  return units.flatMap(unit => unit.layer ?? []);
}
