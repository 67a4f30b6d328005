import type { Graph } from '../../shared/graph/graph';
import type { PassParameter } from '../../shared/report/passDescription';
import type { Findings } from '../laboratory';
import type { PassInput } from '../pass';
import { BIAS_CORRECTION } from './biasCorrection';
import {
  CALIBRATION,
  isCalibrationMethod,
  PERCENTILE,
  RANGE_SAMPLES,
  rangeChoice,
  TRIED_METHODS,
  type CalibrationMethod,
} from './calibration';
import { observeSelection, quantizeSelection } from './quantizeSelection';
import { selectUnits, type Selection } from './selectUnits';
import { smoothed } from './smoothing';
import { PLAIN_RECIPE, type StaticRecipe } from './staticRecipe';

const DECIBEL_DIGITS = 1;
/** Gains below this are within what other samples would say. */
const LEAST_GAIN_DB = 0.1;
/** Ranges that cut values off have to bring more: other data may need these values more often. */
const LEAST_CLIPPING_GAIN_DB = 0.5;

export const SMOOTHING: PassParameter = helper(
  'smoothing',
  'Smooth Channels',
  'Lets the weights behind a LayerNormalization take over what makes some of its channels larger than others (SmoothQuant)',
);
export const ROUNDING: PassParameter = helper(
  'rounding',
  'Round Weights Together',
  'Rounds the weights of a layer so that its outputs on the calibration data change least (GPTQ)',
);

function helper(name: string, title: string, what: string): PassParameter {
  return { name, title, type: 'boolean', default: true, description: `${what}; kept where the outputs come closer with it.` };
}

/** A graph on the way to its quantized form. */
interface Candidate {
  readonly input: PassInput;
  readonly selection: Selection;
  readonly findings: Findings | undefined;
  readonly recipe: StaticRecipe;
}

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
  const findings = await observeSelection(input, selection, { samples, statistics: correctsBiases ? 'means' : 'none' });
  const choose = rangeChoice(method, percentileOf(input));
  return { graph: await quantizeSelection(input, selection, findings, { ...PLAIN_RECIPE, choose, correctsBiases }), notes: [] };
}

function looksAtValues(method: unknown): boolean {
  return method !== 'minmax' && method !== 'moving-average';
}

function percentileOf({ parameters }: PassInput): number {
  return Number(parameters[PERCENTILE.name] ?? PERCENTILE.default);
}

class HelperSearch {
  private readonly told: string[] = [];
  private measured = 0;
  private best: { readonly candidate: Candidate; readonly graph: Graph; readonly decibels: number } | undefined;

  constructor(
    private readonly input: PassInput,
    private readonly selection: Selection,
  ) {}

  async run(): Promise<HelpedGraph> {
    const { parameters } = this.input;
    const start = await this.candidate(this.input, this.selection);
    const asked = parameters[CALIBRATION.name];
    const first = isCalibrationMethod(asked) ? this.withRanges(start, asked) : start;
    const used = [SMOOTHING, ROUNDING, BIAS_CORRECTION].filter(({ name }) => parameters[name] === true);
    if (used.length === 0 && isCalibrationMethod(asked)) return { graph: await built(first), notes: [] };
    await this.consider('', first);
    if (parameters[SMOOTHING.name] === true) await this.smooth(asked);
    if (!isCalibrationMethod(asked))
      for (const method of TRIED_METHODS) await this.add(`${method} ranges`, kept => this.withRanges(kept, method), LEAST_CLIPPING_GAIN_DB);
    if (parameters[ROUNDING.name] === true) await this.addRecipe('rounding together', { compensates: true });
    if (parameters[BIAS_CORRECTION.name] === true) await this.addRecipe('bias correction', { correctsBiases: true });
    return { graph: this.best?.graph ?? (await built(first)), notes: [this.summary()] };
  }

  private async smooth(asked: unknown): Promise<void> {
    const graph = await smoothed(this.input, this.input.graph);
    if (graph === this.input.graph) return;
    const input = { ...this.input, graph };
    const candidate = await this.candidate(input, selectUnits(input, graph));
    await this.consider('smoothing', isCalibrationMethod(asked) ? this.withRanges(candidate, asked) : candidate);
  }

  private addRecipe(what: string, change: Partial<StaticRecipe>): Promise<void> {
    return this.add(what, kept => ({ ...kept, recipe: { ...kept.recipe, ...change } }));
  }

  private async add(what: string, change: (kept: Candidate) => Candidate, leastGain?: number): Promise<void> {
    if (this.best !== undefined) await this.consider(what, change(this.best.candidate), leastGain);
  }

  private withRanges(candidate: Candidate, method: CalibrationMethod): Candidate {
    return { ...candidate, recipe: { ...candidate.recipe, choose: rangeChoice(method, percentileOf(this.input)) } };
  }

  /** Measures a candidate, and keeps it where it is better. */
  private async consider(what: string, candidate: Candidate, leastGain = LEAST_GAIN_DB): Promise<void> {
    const graph = await built(candidate);
    const judged = await this.input.laboratory?.judge(graph, 'fitted', { title: what === '' ? 'ranges' : what, from: 0.5, to: 1 });
    this.measured = judged?.samples ?? 0;
    const decibels = judged?.sqnrDb ?? NaN;
    // Two results that are both equal to the original's are as good as each other.
    const gain = this.best === undefined || decibels === this.best.decibels ? 0 : decibels - this.best.decibels;
    const isBetter = this.best === undefined || gain > leastGain;
    if (what === '') this.told.push(inDecibels(decibels));
    else if (isBetter) this.told.push(`${signed(gain)} ${what}`);
    else this.told.push(`${what} left out (${signed(gain)})`);
    if (isBetter) this.best = { candidate, graph, decibels };
  }

  private async candidate(input: PassInput, selection: Selection): Promise<Candidate> {
    const { parameters } = input;
    const samples = looksAtValues(parameters[CALIBRATION.name]) ? RANGE_SAMPLES : 0;
    const means = parameters[BIAS_CORRECTION.name] === true ? 'means' : 'none';
    const statistics = parameters[ROUNDING.name] === true ? 'second moments' : means;
    const findings = await observeSelection(input, selection, { samples, statistics });
    return { input, selection, findings, recipe: PLAIN_RECIPE };
  }

  private summary(): string {
    const [plain = '', ...helpers] = this.told;
    const asked = this.input.parameters[CALIBRATION.name];
    const ranges = `${plain} with ${isCalibrationMethod(asked) ? asked : 'minmax'} ranges alone`;
    return `Outputs against the original’s on ${this.measured} calibration samples: ${[ranges, ...helpers].join(', ')}; ${inDecibels(this.best?.decibels ?? NaN)} in all.`;
  }
}

function built({ input, selection, findings, recipe }: Candidate): Promise<Graph> {
  return quantizeSelection(input, selection, findings, recipe);
}

function inDecibels(decibels: number): string {
  if (decibels === Infinity) return 'equal';
  return Number.isFinite(decibels) ? `${decibels.toFixed(DECIBEL_DIGITS)} dB` : 'not comparable';
}

function signed(decibels: number): string {
  if (!Number.isFinite(decibels)) return decibels === Infinity ? 'equal with it' : 'not comparable';
  const text = Math.abs(decibels).toFixed(DECIBEL_DIGITS);
  return decibels < 0 ? `−${text} dB` : `+${text} dB`;
}
