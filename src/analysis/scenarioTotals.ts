import type { Graph } from '../shared/graph/graph';
import type { TensorReader } from '../shared/graph/tensorReader';
import type { Scenario } from '../shared/report/modelView';
import { analyze } from './analyze';
import { decoderScenarios } from './decoderScenarios';

/** Tokens of the prompt that scenarios are shown for. */
const PROMPT_TOKENS = 128;

const known = new WeakMap<Graph, readonly Scenario[]>();

/** The two runs of a decoder with a cache, side by side; empty for other models. Kept with the graph, since they do not depend on the sizes that are chosen. */
export function scenarioTotals(graph: Graph, reader: TensorReader): readonly Scenario[] {
  let scenarios = known.get(graph);
  if (scenarios === undefined) {
    scenarios = decoderScenarios(graph, PROMPT_TOKENS).map(({ name, tokens, pastTokens, dims }) => ({
      ...{ name, tokens, pastTokens, dims: Object.fromEntries(dims) },
      totals: analyze(graph, reader, { dims }).totals,
    }));
    known.set(graph, scenarios);
  }
  return scenarios;
}
