import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { LayerPlan } from '../../shared/report/passDescription';
import { changedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { REWRITE_RULES } from './rewriteRules';
import type { NamedRule } from './rule';

/** One rule can make room for another; real models settle after two or three rounds. */
const MOST_ROUNDS = 10;

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
        description: `Rules to leave out, with commas: ${REWRITE_RULES.map(({ id }) => id).join(', ')}.`,
      },
    ],
    needs: 'nothing',
    promise: 'close',
  },
  prepare: () => [],
  plan: input => cleanGraph(input, rulesWithout(String(input.parameters['without'] ?? ''))),
};

/** Throws `LayerwiseError` with reason `usage` for a name that no rule has. */
function rulesWithout(text: string): readonly NamedRule[] {
  const names = text.split(/[,\s]+/).filter(name => name !== '');
  const unknown = names.find(name => REWRITE_RULES.every(({ id }) => id !== name));
  if (unknown === undefined) return REWRITE_RULES.filter(({ id }) => !names.includes(id));
  throw new LayerwiseError('usage', `clean has no rule “${unknown}”. Its rules are ${REWRITE_RULES.map(({ id }) => id).join(', ')}.`);
}

/** Applies rules in turns until nothing changes. */
export async function cleanGraph(input: PassInput, rules: readonly NamedRule[] = REWRITE_RULES): Promise<PassPlan> {
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
