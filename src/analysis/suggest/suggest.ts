import type { Graph } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { Profile } from '../../shared/report/latency';
import type { PassDescription } from '../../shared/report/passDescription';
import type { DeclinedSuggestion, Suggestion, SuggestionReport } from '../../shared/report/suggestion';
import { ModelEvidence, type DataKind } from './modelEvidence';
import type { Offer, SuggestionRule } from './rule';
import { cleanRule } from './rules/clean';
import { float16Rule } from './rules/float16';
import { pruneChannelsRule } from './rules/pruneChannels';
import { quantizeDynamicRule } from './rules/quantizeDynamic';
import { quantizeStaticRule } from './rules/quantizeStatic';
import { unstructuredPruningRule } from './rules/unstructuredPruning';

/** Every check that is made, documented in docs/suggestions.md. */
export const SUGGESTION_RULES: readonly SuggestionRule[] = [
  quantizeStaticRule,
  quantizeDynamicRule,
  pruneChannelsRule,
  cleanRule,
  float16Rule,
  unstructuredPruningRule,
];

/** What a suggestion depends on besides the model. */
export interface SuggestionContext {
  /** Data that passes could be given: none, inputs alone, or inputs with labels. */
  readonly data: DataKind;
  /** The pass table; rules for passes that it does not have are left out. */
  readonly passes: readonly PassDescription[];
}

/** What would help a model, best expected gain first, and what was checked and does not. Gains are estimates until the pass has run and was measured. */
export function suggest(graph: Graph, analysis: Analysis, profile: Profile | undefined, context: SuggestionContext): SuggestionReport {
  const evidence = new ModelEvidence(graph, analysis, profile, context.data);
  const known = new Set(context.passes.map(({ id }) => id));
  const offers: (Offer & { readonly rule: string })[] = [];
  const declined: DeclinedSuggestion[] = [];
  for (const rule of SUGGESTION_RULES) {
    if (rule.pass !== undefined && !known.has(rule.pass)) continue;
    const finding = rule.check(evidence);
    if (finding.kind === 'offered') offers.push({ ...finding.offer, rule: rule.id });
    else declined.push({ rule: rule.id, title: finding.title, why: finding.why });
  }
  offers.sort((a, b) => b.expectedSaving - a.expectedSaving);
  const note = evidence.lacksWeights ? ' Put the missing data file beside the model first.' : '';
  return { offered: offers.map(({ rule, suggestion }): Suggestion => ({ rule, ...suggestion, why: suggestion.why + note })), declined };
}
