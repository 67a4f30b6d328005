import type { Graph } from '../../shared/graph/graph';
import { functionLabel, mainGraph } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { PassParameter } from '../../shared/report/passDescription';
import type { PassParameters } from '../../shared/report/suggestion';
import { parameterText } from '../parameterText';
import type { Pass, PassInput, PassPlan } from '../pass';
import { applyRules } from './applyRules';
import { listedNames } from './listedNames';
import { REWRITE_RULES } from './rewriteRules';
import type { NamedRule } from './rule';

const DEFAULT_RULES = REWRITE_RULES.filter(({ isOnRequest }) => isOnRequest !== true);
const RULES_ON_REQUEST = REWRITE_RULES.filter(({ isOnRequest }) => isOnRequest === true);

const ID = 'clean';
const WITHOUT: PassParameter = {
  name: 'without',
  title: 'Without Rules',
  type: 'string',
  default: '',
  description: `Rules to leave out, with commas: ${namesOf(DEFAULT_RULES)}.`,
};

/** Takes out what computes nothing, and merges what the runtime would merge at every load. */
export const clean: Pass = {
  description: {
    id: ID,
    title: 'Clean Up',
    description:
      'Removes nodes that do nothing or that nothing reads, computes constants, and merges BatchNormalization into the layer before it.',
    fileTag: 'clean',
    parameters: [
      WITHOUT,
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
  const without = listed(parameters, WITHOUT.name);
  const added = listed(parameters, 'with');
  return REWRITE_RULES.filter(({ id, isOnRequest }) => !without.includes(id) && (isOnRequest !== true || added.includes(id)));
}

function listed(parameters: PassParameters, name: string): readonly string[] {
  const ids = listedNames(String(parameters[name] ?? ''));
  const unknown = ids.find(id => REWRITE_RULES.every(rule => rule.id !== id));
  if (unknown === undefined) return ids;
  throw new LayerwiseError('usage', `clean has no rule “${unknown}”. Its rules are ${namesOf(REWRITE_RULES)}.`);
}

function namesOf(rules: readonly NamedRule[]): string {
  return rules.map(({ id }) => id).join(', ');
}

/** Applies rules in turns until nothing changes, and says which did what. */
export async function cleanGraph(input: PassInput, rules: readonly NamedRule[] = DEFAULT_RULES): Promise<PassPlan> {
  const { graph, layers, counts } = await applyRules(input, rules);
  return { graph, layers, changedNodes: layers.length, notes: graph === input.graph ? [NOTHING] : notesOn(input.graph, graph, counts) };
}

/** That a note lists. */
const MOST_NAMES = 20;
const NOTHING = 'Nothing to clean up: the graph is as small as these rules make it.';

/** Which rules did how much, so that one can be left out. */
function notesOn(before: Graph, after: Graph, counts: ReadonlyMap<string, number>): readonly string[] {
  const unused = [...before.facts.opsets.keys()].filter(domain => !after.facts.opsets.has(domain));
  const functions = functionNames(after);
  const uncalled = functionNames(before).filter(name => !functions.includes(name));
  const rules = [...counts].map(([id, count]) => `${id} ${String(count)}`).join(', ');
  const [innerBefore, innerAfter] = [innerNodes(before), innerNodes(after)];
  return [
    ...(innerBefore === innerAfter ? [] : [`Nodes in bodies and functions: ${String(innerBefore)} → ${String(innerAfter)}.`]),
    ...(counts.size === 0 ? storedNote(before, after) : [`Nodes by rule: ${rules}. ${parameterText(ID, WITHOUT, 'RULE')} leaves one out.`]),
    ...(uncalled.length === 0 ? [] : [`Functions left out, since nothing calls them: ${beginning(uncalled)}.`]),
    ...(unused.length === 0 ? [] : [`No longer imported, since no node uses it: ${unused.join(', ')}.`]),
  ];
}

/** What becomes of weights where no node changes. */
function storedNote(before: Graph, after: Graph): readonly string[] {
  const gone = storedTensors(before) - storedTensors(after);
  return gone === 0
    ? []
    : [`${String(gone)} stored ${gone === 1 ? 'tensor' : 'tensors'} left out, since nothing reads ${gone === 1 ? 'it' : 'them'}.`];
}

function storedTensors({ tensors }: Graph): number {
  return tensors.isInitializer.reduce((sum, is) => sum + is, 0);
}

/** The first of many names. */
function beginning(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${String(more)} more` : names.join(', ');
}

/** With domain and overload, as layers in them are named. */
function functionNames({ subgraphs }: Graph): readonly string[] {
  return subgraphs.filter(({ kind }) => kind === 'function').map(functionLabel);
}

function innerNodes(graph: Graph): number {
  return graph.nodes.count - mainGraph(graph).nodeCount;
}
