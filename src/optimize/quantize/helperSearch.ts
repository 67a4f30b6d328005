import type { Graph, TensorId } from '../../shared/graph/graph';
import type { PassParameter } from '../../shared/report/passDescription';
import type { Findings } from '../laboratory';
import type { PassInput } from '../pass';
import type { HelpedGraph } from './accuracyHelpers';
import { BIAS_CORRECTION } from './biasCorrection';
import {
  CALIBRATION,
  isCalibrationMethod,
  looksAtValues,
  percentileOf,
  RANGE_SAMPLES,
  rangeChoice,
  TRIED_METHODS,
  type CalibrationMethod,
} from './calibration';
import { equalized } from './equalization';
import { equalizedPairs } from './equalizedPairs';
import { ADAPTIVE_ROUNDING, EQUALIZATION, HELPERS, ROUNDING, SMOOTHING, WEIGHT_CLIPPING } from './helperParameters';
import { observeSelection, quantizeSelection } from './quantizeSelection';
import { selectUnits, type Selection } from './selectUnits';
import { smoothed, smoothingSites } from './smoothing';
import { PLAIN_RECIPE, type Rounding, type StaticRecipe } from './staticRecipe';

const DECIBEL_DIGITS = 1;
/** Gains below this are within what other samples would say. */
const LEAST_GAIN_DB = 0.1;
/** Ranges that cut values off have to bring more: other data may need these values more often. */
const LEAST_CLIPPING_GAIN_DB = 0.5;

/** A graph on the way to its quantized form. */
interface Candidate {
  readonly input: PassInput;
  readonly selection: Selection;
  readonly findings: Findings | undefined;
  readonly recipe: StaticRecipe;
}

/** A graph that computes the same with other weights, or the graph itself. */
type Rescaling = (input: PassInput, graph: Graph, findings: Findings) => Promise<Graph>;

/** Tries one accuracy helper after the other, each on top of those that were kept. */
export class HelperSearch {
  private readonly told: string[] = [];
  private measured = 0;
  private best: { readonly candidate: Candidate; readonly graph: Graph; readonly decibels: number } | undefined;

  constructor(
    private readonly input: PassInput,
    private readonly selection: Selection,
  ) {}

  async run(): Promise<HelpedGraph> {
    const asked = this.input.parameters[CALIBRATION.name];
    const start = await this.observed(this.input, this.selection, this.spreadTensors(this.input.graph));
    const first = isCalibrationMethod(asked) ? this.withRanges(start, asked) : start;
    if (!HELPERS.some(parameter => this.uses(parameter)) && isCalibrationMethod(asked)) return { graph: await built(first), notes: [] };
    await this.consider('', first);
    if (this.uses(EQUALIZATION)) await this.rescale('equalization', equalized);
    if (this.uses(SMOOTHING)) await this.rescale('smoothing', smoothed);
    if (!isCalibrationMethod(asked))
      for (const method of TRIED_METHODS) await this.add(`${method} ranges`, kept => this.withRanges(kept, method), LEAST_CLIPPING_GAIN_DB);
    if (this.uses(WEIGHT_CLIPPING)) await this.addRecipe('weight clipping', { clipsWeights: true });
    if (this.uses(ROUNDING)) await this.round('rounding together', 'together');
    if (this.uses(ADAPTIVE_ROUNDING)) await this.round('adaptive rounding', 'refined');
    if (this.uses(BIAS_CORRECTION)) await this.addRecipe('bias correction', { correctsBiases: true });
    return { graph: this.best?.graph ?? (await built(first)), notes: [this.summary()] };
  }

  private uses({ name }: PassParameter): boolean {
    return this.input.parameters[name] === true;
  }

  /** Tensors of which rescaling has to know how unlike their channels are. */
  private spreadTensors(graph: Graph): ReadonlySet<TensorId> {
    const { input } = this;
    const pairs = this.uses(EQUALIZATION) ? equalizedPairs(input, graph).map(({ reader }) => reader) : [];
    const sites = this.uses(SMOOTHING) ? smoothingSites(input, graph).flatMap(({ readers }) => readers) : [];
    return new Set([...pairs, ...sites].map(({ activation }) => activation));
  }

  private async round(what: string, rounding: Rounding): Promise<void> {
    const areMomentsKnown = [...(this.best?.candidate.findings?.values() ?? [])].some(({ gram }) => gram.length > 0);
    if (areMomentsKnown) await this.addRecipe(what, { rounding });
    else this.told.push(`nothing for ${what}`);
  }

  private async rescale(what: string, change: Rescaling): Promise<void> {
    const kept = this.best?.candidate;
    if (kept?.findings === undefined) return;
    const graph = await change(kept.input, kept.input.graph, kept.findings);
    if (graph === kept.input.graph) {
      this.told.push(`nothing for ${what}`);
      return;
    }
    const input = { ...kept.input, graph };
    const selection = selectUnits(input, graph);
    // Ranges are enough to judge it; what the helpers after it need is looked at where it is kept.
    const findings = await observeSelection(input, selection, { samples: this.looksAtRangesOnly() ? 0 : RANGE_SAMPLES });
    const candidate = { input, selection, findings, recipe: kept.recipe };
    await this.consider(what, candidate);
    if (this.best?.candidate !== candidate) return;
    this.best = { ...this.best, candidate: { ...(await this.observed(input, selection, this.spreadTensors(graph))), recipe: kept.recipe } };
  }

  /** Of the first candidates: that of the method asked for, else minmax. */
  private looksAtRangesOnly(): boolean {
    const asked = this.input.parameters[CALIBRATION.name];
    return !isCalibrationMethod(asked) || !looksAtValues(asked);
  }

  private addRecipe(what: string, change: Partial<StaticRecipe>): Promise<void> {
    return this.add(what, kept => ({ ...kept, recipe: { ...kept.recipe, ...change } }));
  }

  private async add(what: string, change: (kept: Candidate) => Candidate, leastGain?: number): Promise<void> {
    if (this.best !== undefined) await this.consider(what, change(this.best.candidate), leastGain);
  }

  private withRanges(candidate: Candidate, method: CalibrationMethod): Candidate {
    return { ...candidate, recipe: { ...candidate.recipe, choose: rangeChoice(method, percentileOf(this.input.parameters)) } };
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

  private async observed(input: PassInput, selection: Selection, spread: ReadonlySet<TensorId>): Promise<Candidate> {
    const asked = input.parameters[CALIBRATION.name];
    const samples = isCalibrationMethod(asked) && !looksAtValues(asked) ? 0 : RANGE_SAMPLES;
    const wantsGrams = this.uses(ROUNDING) || this.uses(ADAPTIVE_ROUNDING);
    const statistics = { wantsMeans: this.uses(BIAS_CORRECTION), wantsGrams, spread };
    return { input, selection, findings: await observeSelection(input, selection, { samples, statistics }), recipe: PLAIN_RECIPE };
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
