import type { Graph } from '../../shared/graph/graph';
import type { PassInput } from '../pass';
import { BIAS_CORRECTION } from './biasCorrection';
import { CALIBRATION, isCalibrationMethod, looksAtValues, percentileOf, RANGE_SAMPLES, rangeChoice } from './calibration';
import { HelperSearch } from './helperSearch';
import { observeSelection, quantizeSelection } from './quantizeSelection';
import type { Selection } from './selectUnits';
import { PLAIN_RECIPE } from './staticRecipe';

export interface HelpedGraph {
  readonly graph: Graph;
  /** What each helper brought, measured. */
  readonly notes: readonly string[];
}

/**
 * Quantizes a selection, and keeps of the accuracy helpers those with which the outputs come closer to the original's on the calibration data: each is
 * added to what was kept before it and measured.
 */
export async function quantizeWithHelpers(input: PassInput, selection: Selection): Promise<HelpedGraph> {
  // On made-up inputs nothing that is measured means anything.
  if (input.laboratory?.hasData !== true) return await quantizePlainly(input, selection);
  return await new HelperSearch(input, selection).run();
}

/** Quantizes a selection with the ranges asked for, by minmax where nothing is, and measures nothing. */
export async function quantizePlainly(input: PassInput, selection: Selection): Promise<HelpedGraph> {
  const { parameters } = input;
  const asked = parameters[CALIBRATION.name];
  const method = isCalibrationMethod(asked) ? asked : 'minmax';
  const correctsBiases = parameters[BIAS_CORRECTION.name] === true;
  const samples = looksAtValues(method) ? RANGE_SAMPLES : 0;
  const statistics = { wantsMeans: correctsBiases, wantsGrams: false, spread: new Set<number>() };
  const findings = await observeSelection(input, selection, { samples, statistics });
  const choose = rangeChoice(method, percentileOf(parameters));
  return { graph: await quantizeSelection(input, selection, findings, { ...PLAIN_RECIPE, choose, correctsBiases }), notes: [] };
}
