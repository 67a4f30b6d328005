import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { LayerPlan } from '../../shared/report/passDescription';
import type { PassParameters } from '../../shared/report/suggestion';
import { changedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { REWRITE_RULES } from './rewriteRules';
import type { NamedRule } from './rule';

/** One rule can make room for another; real models settle after two or three rounds. */
const MOST_ROUNDS = 10;
const DEFAULT_RULES = REWRITE_RULES.filter(({ isOnRequest }) => isOnRequest !== true);
const RULES_ON_REQUEST = REWRITE_RULES.filter(({ isOnRequest }) => isOnRequest === true);

/** Takes out what computes nothing, and merges what the runtime would merge at every load. */
export const clean: Pass = {
  description: {
    id: 'clean',
    title: 'Clean Up',
    description:
      'Removes nodes that do nothing or that nothing reads, computes constants, and merges BatchNormalization into the layer before it.',
    fileTag: 'clean',
    parameters: [
      {
        name: 'without',
        title: 'Without Rules',
        type: 'string',
        default: '',
        description: `Rules to leave out, with commas: ${namesOf(DEFAULT_RULES)}.`,
      },
      {
        name: 'with',
        title: 'With Rules',
        type: 'string',
        default: '',
        description: `Rules that write an operator which this runtime runs slower than what it replaces, with commas: ${namesOf(RULES_ON_REQUEST)}.`,
      },
    ],
    needs: 'nothing',
    promise: 'close',
  },
  prepare: () => [],
  plan: input => cleanGraph(input, chosenRules(input.parameters)),
};

/** Throws `LayerwiseError` with reason `usage` for a name that no rule has. */
function chosenRules(parameters: PassParameters): readonly NamedRule[] {
  const without = listed(parameters, 'without');
  const added = listed(parameters, 'with');
  return REWRITE_RULES.filter(({ id, isOnRequest }) => !without.includes(id) && (isOnRequest !== true || added.includes(id)));
}

function listed(parameters: PassParameters, name: string): readonly string[] {
  const ids = String(parameters[name] ?? '')
    .split(/[,\s]+/)
    .filter(id => id !== '');
  const unknown = ids.find(id => REWRITE_RULES.every(rule => rule.id !== id));
  if (unknown === undefined) return ids;
  throw new LayerwiseError('usage', `clean has no rule “${unknown}”. Its rules are ${namesOf(REWRITE_RULES)}.`);
}

function namesOf(rules: readonly NamedRule[]): string {
  return rules.map(({ id }) => id).join(', ');
}

/** Applies rules in turns until nothing changes. */
export async function cleanGraph(input: PassInput, rules: readonly NamedRule[] = DEFAULT_RULES): Promise<PassPlan> {
  let graph = input.graph;
  const layers: LayerPlan[] = [];
  const counts = new Map<string, number>();
  for (let round = 0, isChanged = true; isChanged && round < MOST_ROUNDS; round++) {
    isChanged = false;
    for (const { id, apply } of rules) {
      const result = await apply(input, graph);
      for (const { node, detail } of result.changes) layers.push(changedLayer(graph, node, detail));
      if (result.changes.length > 0) counts.set(id, (counts.get(id) ?? 0) + result.changes.length);
      isChanged ||= result.graph !== graph;
      graph = result.graph;
    }
  }
  return { graph, layers, changedNodes: layers.length, notes: graph === input.graph ? [NOTHING] : countNotes(counts) };
}

const NOTHING = 'Nothing to clean up: the graph is as small as these rules make it.';

/** Which rules did how much, so that one can be left out. */
function countNotes(counts: ReadonlyMap<string, number>): readonly string[] {
  if (counts.size === 0) return [];
  return [`Nodes by rule: ${[...counts].map(([id, count]) => `${id} ${String(count)}`).join(', ')}. clean:without=RULE leaves one out.`];
}
