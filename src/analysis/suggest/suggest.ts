import type { Graph } from '../../shared/graph/graph';
import type { TensorReader } from '../../shared/graph/tensorReader';
import type { Analysis } from '../../shared/report/analysis';
import type { Profile } from '../../shared/report/latency';
import type { RoofSource } from '../../shared/report/machine';
import type { PassDescription } from '../../shared/report/passDescription';
import type { Advice, DeclinedSuggestion, Suggestion, SuggestionReport } from '../../shared/report/suggestion';
import type { Variant } from '../../shared/report/variant';
import { predictModel } from '../roofline/predictModel';
import { inspectWeights } from './inspectWeights';
import { findLinearWork } from './linearWork';
import { mergeOffers } from './mergeOffers';
import { ModelEvidence, type DataKind } from './modelEvidence';
import type { Proposal } from './rule';
import { SUGGESTION_RULES } from './suggestionRules';

/** What a suggestion depends on besides the model. */
export interface SuggestionContext {
  /** Data that passes could be given: none, inputs alone, or inputs with labels. */
  readonly data: DataKind;
  /** The pass table; what would need a pass that it does not have becomes advice. */
  readonly passes: readonly PassDescription[];
  readonly profile?: Profile | undefined;
  /** Roofs of the machine in question: times predicted from them stand in for a profile while there is none. */
  readonly roofs?: RoofSource | undefined;
  /** Instruction sets of this processor, for models that were not profiled. */
  readonly isa?: readonly string[] | undefined;
  /** What was made of this model directly and measured, oldest first. */
  readonly variants?: readonly Variant[] | undefined;
  /** Awaited before every step, so that others get their turn: checks of a large graph take seconds in all. */
  readonly pause?: () => Promise<void>;
}

type Ranked = Proposal & { readonly rule: string };

/**
 * What would help a model, best expected gain first, and what was checked and does not. Gains are estimates until the pass has run and was measured.
 * Weights are read within a fixed budget of bytes.
 */
export async function suggest(
  { graph, reader }: { readonly graph: Graph; readonly reader: TensorReader },
  analysis: Analysis,
  context: SuggestionContext,
): Promise<SuggestionReport> {
  const weights = await inspectWeights(graph, reader, findLinearWork(graph, analysis));
  await context.pause?.();
  const { roofs, profile } = context;
  const prediction = profile === undefined && roofs !== undefined ? predictModel(graph, analysis, roofs) : undefined;
  await context.pause?.();
  const evidence = new ModelEvidence({ graph, reader, analysis, weights, prediction, ...context });
  const proposals: Ranked[] = [];
  const declined: DeclinedSuggestion[] = [];
  for (const { id: rule, check } of SUGGESTION_RULES) {
    await context.pause?.();
    const finding = check(evidence);
    if (finding.kind === 'proposed') proposals.push({ ...finding.proposal, rule });
    else if (finding.kind === 'declined') declined.push({ rule, title: finding.title, why: finding.why });
  }
  proposals.sort((a, b) => b.expectedSaving - a.expectedSaving);
  return { ...sortOut(proposals, context.passes, evidence.lacksWeights), declined, checks: SUGGESTION_RULES.length };
}

const LACKS_WEIGHTS = 'Put the missing data file beside the model first.';

function sortOut(
  proposals: readonly Ranked[],
  passes: readonly PassDescription[],
  lacksWeights: boolean,
): Pick<SuggestionReport, 'offered' | 'advice'> {
  const known = new Set(passes.map(({ id }) => id));
  const offered: Suggestion[] = [];
  const advice: Advice[] = [];
  for (const { rule, title, layers, pass, promise, gain, why, details } of proposals) {
    const common = { rule, title, layers, promise, gain, why, details };
    if (pass === undefined || !known.has(pass.id)) advice.push(common);
    else offered.push({ ...common, pass: pass.id, parameters: pass.parameters });
  }
  const note = lacksWeights ? `${LACKS_WEIGHTS} ` : '';
  return { offered: mergeOffers(offered).map(offer => ({ ...offer, details: note + offer.details })), advice };
}
