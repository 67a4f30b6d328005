import { applyEdits } from '../../shared/graph/applyEdits';
import type { Edit } from '../../shared/graph/edit';
import { MAIN_GRAPH, NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { refersToCaller } from '../../shared/graph/nodeAttributes';
import { ScopeGraphs } from '../../shared/graph/scopeGraphs';
import { nodeInScope } from '../../shared/graph/traversal';
import { certainType } from '../certainType';
import type { PassInput } from '../pass';
import { applyRules } from './applyRules';
import { mergeWithOuter } from './mergeWithOuter';
import type { NamedRule, Rule, RuleChange } from './rule';
import { scopeEdits, type EditedScope } from './scopeEdits';
import { UniqueNames } from './uniqueNames';

/**
 * Applies the rules beside it to every body and model-local function, each as a model of its own. Variables of loops and arguments of functions are inputs
 * there, of which only the type is known; operators of a function are of the versions that it imports itself.
 */
export const cleanBodies: Rule = async (input, graph, rules = []) => {
  if (graph.subgraphs.length === 1) return { graph, changes: [] };
  const inside = rules.filter(({ isOfModel }) => isOfModel !== true);
  const names = new UniqueNames(graph);
  const scopes = new ScopeGraphs(graph);
  const inBodies = nodesInBodies(graph);
  const edits: Edit[] = [];
  const changes: RuleChange[] = [];
  for (const { id } of graph.subgraphs) {
    if (id === MAIN_GRAPH) continue;
    const part = scopes.of(id, tensor => certainType(input, graph, tensor));
    const cleaned = await cleanScope(input, { graph, scope: id, part, names }, inside, inBodies);
    edits.push(...cleaned.edits);
    changes.push(...cleaned.changes);
  }
  if (edits.length > 0) return { graph: applyEdits(graph, { edits }), changes };
  return rules.some(({ id }) => id === 'duplicates') ? mergeWithOuter(input, graph, rules) : { graph, changes };
};

interface CleanedScope {
  readonly edits: readonly Edit[];
  readonly changes: readonly RuleChange[];
}

async function cleanScope(
  input: PassInput,
  taken: Omit<EditedScope, 'after'>,
  rules: readonly NamedRule[],
  inBodies: ReadonlyMap<NodeId, number>,
): Promise<CleanedScope> {
  const { graph, part } = taken;
  const selects: PassInput['selects'] = (of, node) =>
    !refersToCaller(of, node) && (of.provenance.nodeOrigins[node] ?? []).every(origin => isChosen(input, graph, origin));
  const { graph: after, layers } = await applyRules({ ...input, graph: part, selects }, rules);
  const edits = after === part ? [] : scopeEdits({ ...taken, after });
  return growth(edits, inBodies) > 0 ? { edits: [], changes: [] } : { edits, changes: layers };
}

/** What is inside a node of the main graph is chosen with it. */
function isChosen(input: PassInput, graph: Graph, node: NodeId): boolean {
  const owner = nodeInScope(graph, node, MAIN_GRAPH);
  return input.selects(graph, owner === NONE ? node : owner);
}

/** How many nodes edits add, those in bodies of what they take out included: a function keeps each constant in a node. */
function growth(edits: readonly Edit[], inBodies: ReadonlyMap<NodeId, number>): number {
  const weigh = (nodes: readonly NodeId[]): number => nodes.reduce((sum, node) => sum + 1 + (inBodies.get(node) ?? 0), 0);
  return edits.reduce((sum, edit) => (edit.kind === 'replaceNodes' ? sum + edit.with.length - weigh(edit.nodes) : sum), 0);
}

/** How many nodes the bodies of each node hold themselves. */
function nodesInBodies({ subgraphs }: Graph): ReadonlyMap<NodeId, number> {
  const counts = new Map<NodeId, number>();
  for (const { ownerNode, nodeCount } of subgraphs) counts.set(ownerNode, (counts.get(ownerNode) ?? 0) + nodeCount);
  return counts;
}
