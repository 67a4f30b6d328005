import { formatDuration, formatShare, formatSignificant } from '../../shared/base/formatNumber';
import type { NodeId } from '../../shared/graph/graph';
import type { AccuracyBudget, BudgetOutcome } from '../../shared/report/accuracyBudget';
import { budgetEvidence, budgetText, budgetWords } from '../../shared/report/budgetText';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { LayerPlan } from '../../shared/report/passDescription';
import type { Judgement, Laboratory, PassStep } from '../laboratory';
import { parameterText } from '../parameterText';
import type { Pass, PassInput, PassPlan } from '../pass';
import { quantizePlainly } from './accuracyHelpers';
import { BIAS_CORRECTION } from './biasCorrection';
import { budgetOf, MAX_DROP, MIN_AGREEMENT } from './budgetParameters';
import { HELPERS } from './helperParameters';
import { judgeSamples } from './judgeSamples';
import { choosing, layerCosts, type CostTask } from './layerCosts';
import { planTimes, type PlanTimes } from './planTimes';
import { gainMs, orderLayers, pays, planSizes, type LayerCost } from './planSearch';
import { arrangeProducts, planStatic, quantizeStatic } from './quantizeStatic';
import { shareFindings } from './shareFindings';
import { control } from '../../shared/base/control';

const ID = 'mixed-precision';
const WHOLE: PassStep = { title: 'all layers in INT8', from: 0, to: 0.1 };
const FITTED: PassStep = { title: 'plans on fitted samples', from: 0.7, to: 0.8 };
const TIMED: PassStep = { title: 'time of plans', from: 0.8, to: 0.84 };
const TIMED_AGAIN: PassStep = { title: 'time of plans', from: 0.84, to: 0.88 };
const HELD_BACK: PassStep = { title: 'plans on held-back samples', from: 0.88, to: 1 };

/** INT8 where it pays and the accuracy budget allows, float32 elsewhere. */
export const mixedPrecision: Pass = {
  description: {
    id: ID,
    title: 'Quantize to INT8 Within a Budget',
    description:
      'Static INT8, all of it where that keeps the accuracy budget; else the layers stay in float32 that cost the most accuracy for the time they save.',
    fileTag: 'int8-mixed',
    parameters: [
      MAX_DROP,
      MIN_AGREEMENT,
      ...quantizeStatic.description.parameters.filter(parameter => parameter === BIAS_CORRECTION || !HELPERS.includes(parameter)),
    ],
    needs: 'calibration',
    promise: 'lossy',
  },
  prepare: (graph, parameters) => quantizeStatic.prepare(graph, parameters),
  plan: planMixed,
};

async function planMixed(original: PassInput): Promise<PassPlan> {
  const budget = budgetOf(ID, original.parameters);
  const { laboratory } = original;
  if (laboratory !== undefined) refuseUnjudgeable(budget, laboratory);
  const input = { ...original, graph: await arrangeProducts(original) };
  if (laboratory === undefined) return untried(await planStatic(input));
  const shared = shareFindings(laboratory);
  return new MixedSearch({ ...input, laboratory: shared }, shared, budget).run();
}

function untried(plan: PassPlan): PassPlan {
  const note =
    'Shown is INT8 as a whole. Whether that keeps the budget, and which layers stay in float32 if not, is found out on the data.';
  return { ...plan, notes: [note, ...plan.notes] };
}

function refuseUnjudgeable(budget: AccuracyBudget, { heldBack }: Laboratory): void {
  const instead = `Without labels, say how much of the data must keep its result: ${parameterText(ID, MIN_AGREEMENT, '99')}.`;
  if (heldBack.isSynthetic) {
    const what = `needs data to judge the budget on, and there are none: random inputs say nothing about accuracy. ${control('Give sample inputs with --data.', 'Choose calibration data.')}`;
    throw new LayerwiseError('data-missing', `${ID} ${what}${budget.kind === 'max-drop' ? ` ${instead}` : ''}`);
  }
  if (budget.kind === 'min-agreement' || heldBack.hasLabels) return;
  const what = `${parameterText(ID, MAX_DROP)} needs a class id per sample (labels.npy), with the data or as ${control('evaluation data (--eval)', 'labelled data')}.`;
  throw new LayerwiseError('data-missing', `${what} ${instead}`);
}

/**
 * INT8 as a whole first. Else layers are put into the order of the noise that they add for the time that they save, and prefixes of that order are judged on the
 * samples held back, the most careful first, until one does not keep the budget: in this order no correction for several tests is needed (fixed sequence testing;
 * Angelopoulos et al. 2021, Learn then Test), as order and prefixes were chosen on other samples.
 */
class MixedSearch {
  constructor(
    private readonly input: PassInput,
    private readonly laboratory: Laboratory,
    private readonly budget: AccuracyBudget,
  ) {}

  async run(): Promise<PassPlan> {
    const { input, laboratory, budget } = this;
    const whole = await planStatic(input, quantizePlainly);
    const outcome = this.outcomeOf(await laboratory.judge(whole.graph, 'held-back', WHOLE));
    if (outcome.state === 'meets') {
      const errors = await laboratory.layerErrors(whole.graph, WHOLE);
      const note = `INT8 as a whole keeps ${budgetText(budget)}: ${budgetEvidence(outcome)}.`;
      const byLayer = new Map(errors.map(({ layer, localDb }) => [layer, localDb]));
      return { ...whole, layers: withErrors(whole.layers, byLayer), notes: [note, ...whole.notes], budget: outcome, fileTag: 'int8' };
    }
    this.refuseTooFewSamples(outcome);
    const layers = whole.layers.filter(({ action }) => action === 'change').map(({ node }) => node);
    const task = { input, laboratory, int8: whole.graph, layers };
    const costs = await layerCosts(task);
    const ordered = orderLayers(costs);
    if (ordered.length === 0) throw nothingPays(costs);
    const plans = await this.faster(task, await this.allowedByFitted(ordered, planSizes(ordered, layers.length)));
    const accepted = await this.accept(plans, outcome);
    const changed = accepted.plan.layers.filter(({ action }) => action === 'change').length;
    const counts = `${changed} of ${layers.length} layers in INT8, ${layers.length - changed} in float32`;
    const notes = [`${counts}: with all of them ${budgetEvidence(outcome)}, with these ${budgetEvidence(accepted.outcome)}.`];
    const reasons = whyKept(costs, accepted, whole.layers);
    return { ...accepted.plan, layers: accepted.plan.layers.map(reasons), notes, budget: accepted.outcome };
  }

  /** The last plan that is shown to keep the budget, before the first that is not. Throws `budget-broken` where already the most careful one is not. */
  private async accept(plans: readonly Plan[], whole: BudgetOutcome): Promise<AcceptedPlan> {
    let accepted: AcceptedPlan | undefined;
    let refused = whole;
    for (const [index, plan] of plans.entries()) {
      const judgement = await this.laboratory.judge(plan.plan.graph, 'held-back', part(HELD_BACK, index, plans.length));
      const outcome = this.outcomeOf(judgement);
      if (outcome.state !== 'meets') {
        refused = outcome;
        break;
      }
      accepted = { ...plan, outcome };
    }
    if (accepted === undefined) throw this.notShown(refused, whole);
    return accepted;
  }

  /** Plans up to the largest that keeps the budget on the fitted samples, the smallest first; all of them where these have no labels. */
  private async allowedByFitted(ordered: readonly LayerCost[], sizes: readonly number[]): Promise<readonly Plan[]> {
    const allowed: Plan[] = [];
    for (const [index, size] of sizes.toReversed().entries()) {
      const plan = await this.planOf(ordered.slice(0, size));
      if (plan === undefined) continue;
      if (allowed.length === 0 && index < sizes.length - 1) {
        const seen = judgeSamples(this.budget, await this.laboratory.judge(plan.plan.graph, 'fitted', part(FITTED, index, sizes.length)));
        if (seen !== undefined && !isKept(seen)) continue;
      }
      allowed.unshift(plan);
    }
    return allowed;
  }

  /**
   * Without the layers that do not pay in their plan, where conversions stand beside them; and of these plans those that are faster than float32 all in all.
   * Throws `not-applicable` when none is.
   */
  private async faster(task: CostTask, plans: readonly Plan[]): Promise<readonly Plan[]> {
    const revised: Plan[] = [];
    for (const [index, { float, int8 }] of (await planTimes(task, plans, TIMED)).entries()) {
      const { chosen = [] } = plans[index] ?? {};
      const paying = chosen.filter(({ node }) => (int8.byLayer.get(node) ?? 0) < (float.byLayer.get(node) ?? 0));
      const plan = paying.length === chosen.length ? plans[index] : await this.planOf(paying);
      if (plan !== undefined && !revised.some(other => isSame(other, plan))) revised.push(plan);
    }
    const times = await planTimes(task, revised, TIMED_AGAIN);
    const faster = revised.filter((_, index) => (times[index]?.int8.totalMs ?? 0) < (times[index]?.float.totalMs ?? 0));
    if (faster.length === 0) throw nothingFaster(times);
    return faster;
  }

  /** `undefined` where no layer is left that can be an integer kernel without others beside it. */
  private async planOf(chosen: readonly LayerCost[]): Promise<Plan | undefined> {
    try {
      return { chosen, plan: await planStatic(choosing(this.input, new Set(chosen.map(({ node }) => node))), quantizePlainly) };
    } catch (error) {
      if (error instanceof LayerwiseError && error.reason === 'not-applicable') return undefined;
      throw error;
    }
  }

  private outcomeOf(judgement: Judgement): BudgetOutcome {
    const outcome = judgeSamples(this.budget, judgement);
    if (outcome !== undefined) return outcome;
    throw new LayerwiseError(
      'data-invalid',
      `${parameterText(ID, MAX_DROP)} needs an output with class scores [N, classes], which the model has not. Use ${parameterText(ID, MIN_AGREEMENT)}.`,
    );
  }

  /** Nothing is searched for that not even a plan without any change could be shown to keep. */
  private refuseTooFewSamples(whole: BudgetOutcome): void {
    const { samples } = whole;
    const best = this.outcomeOf({ samples, agreeing: samples, sqnrDb: Infinity, labelled: { lost: 0, won: 0, samples } });
    if (best.state !== 'meets') throw this.notShown(best, whole);
  }

  private notShown(careful: BudgetOutcome, whole: BudgetOutcome): LayerwiseError {
    const { laboratory, budget } = this;
    const most = laboratory.heldBack.samples;
    const head = `No plan could be shown to keep ${budgetText(budget)}.`;
    const all = `With all layers in INT8, ${budgetEvidence(whole)} (${budgetWords(whole)}).`;
    const least = `At best, ${budgetEvidence(careful)} (${budgetWords(careful)}).`;
    const next = `Give more data to hold back (${most} now), or a looser budget.`;
    return new LayerwiseError('budget-broken', [head, all, ...(careful === whole ? [] : [least]), next].join(' '));
  }
}

/** Some layers in INT8. */
interface Plan {
  readonly chosen: readonly LayerCost[];
  readonly plan: PassPlan;
}

interface AcceptedPlan extends Plan {
  readonly outcome: BudgetOutcome;
}

function isSame(a: Plan, b: Plan): boolean {
  return a.chosen.length === b.chosen.length && a.chosen.every((cost, index) => cost === b.chosen[index]);
}

/** On the samples themselves, without a bound. */
function isKept({ budget, value }: BudgetOutcome): boolean {
  return budget.kind === 'max-drop' ? value <= budget.limit : value >= budget.limit;
}

function part({ title, from, to }: PassStep, index: number, count: number): PassStep {
  const share = (to - from) / count;
  return { title: `${title}, ${index + 1} of ${count}`, from: from + share * index, to: from + share * (index + 1) };
}

function nothingPays(costs: readonly LayerCost[]): LayerwiseError {
  const best = costs.reduce<LayerCost | undefined>(
    (most, cost) => (most === undefined || gainMs(cost) > gainMs(most) ? cost : most),
    undefined,
  );
  const closest =
    best === undefined
      ? ''
      : ` The one that comes closest takes ${formatDuration(best.floatMs)} now and ${formatDuration(best.int8Ms)} in INT8.`;
  return new LayerwiseError(
    'not-applicable',
    `INT8 as a whole does not keep the budget, and no layer of this model is faster in INT8 by itself.${closest}`,
  );
}

function withErrors(layers: readonly LayerPlan[], errors: ReadonlyMap<NodeId, number>): readonly LayerPlan[] {
  return layers.map(layer => {
    const errorDb = errors.get(layer.node);
    return errorDb === undefined || !Number.isFinite(errorDb) || layer.action === 'skip' ? layer : { ...layer, errorDb };
  });
}

function nothingFaster(times: readonly PlanTimes[]): LayerwiseError {
  const best = times.reduce<PlanTimes | undefined>(
    (most, time) => (most === undefined || time.int8.totalMs < most.int8.totalMs ? time : most),
    undefined,
  );
  const closest =
    best === undefined ? '' : ` The best one takes ${formatDuration(best.int8.totalMs)}, float32 ${formatDuration(best.float.totalMs)}.`;
  return new LayerwiseError(
    'not-applicable',
    `INT8 as a whole does not keep the budget, and no plan that adds less noise is faster than float32.${closest}`,
  );
}

/** Lines of a plan with the expected error of what is quantized, and the reason for what is not. */
function whyKept(costs: readonly LayerCost[], { chosen }: Plan, whole: readonly LayerPlan[]): (layer: LayerPlan) => LayerPlan {
  const byNode = new Map(costs.map(cost => [cost.node, cost]));
  const noise = costs.reduce((sum, cost) => sum + cost.noise, 0);
  return layer => {
    const cost = byNode.get(layer.node);
    if (cost === undefined) return whole.find(({ node }) => node === layer.node) ?? layer;
    const found = { ...layer, ...costOf(cost) };
    return layer.action === 'change' || chosen.includes(cost) ? found : { ...found, detail: reasonOf(cost, noise) };
  };
}

function costOf({ localDb, noise, floatMs, int8Ms }: LayerCost): Pick<LayerPlan, 'errorDb' | 'outputDb' | 'triedMs'> {
  const triedMs = { before: floatMs, after: int8Ms };
  return { triedMs, ...(Number.isFinite(localDb) && { errorDb: localDb }), ...(noise > 0 && { outputDb: -10 * Math.log10(noise) }) };
}

function reasonOf(cost: LayerCost, allNoise: number): string {
  const times = `${formatDuration(cost.floatMs)} → ${formatDuration(cost.int8Ms)}`;
  if (!pays(cost)) return `it would be no faster in INT8 (${times})`;
  const error = Number.isNaN(cost.localDb) ? '' : `, ${formatSignificant(cost.localDb)} dB by itself`;
  return `too little for its error or for conversions beside it: ${formatShare(cost.noise / allNoise, 0)} of the noise for ${formatDuration(gainMs(cost))} (${times}${error})`;
}
