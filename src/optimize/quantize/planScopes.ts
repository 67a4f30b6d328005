import { certainType } from '../certainType';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { Edit } from '../../shared/graph/edit';
import { MAIN_GRAPH, type Graph, type SubgraphId } from '../../shared/graph/graph';
import { nodeOrigins } from '../../shared/graph/provenance';
import { ScopeGraphs } from '../../shared/graph/scopeGraphs';
import { mainGraph, nodeInScope, outermostScope } from '../../shared/graph/traversal';
import type { LayerPlan } from '../../shared/report/passDescription';
import type { PassInput } from '../pass';
import { scopeEdits } from '../rewrite/scopeEdits';
import { UniqueNames } from '../rewrite/uniqueNames';

/** What a pass does to one scope. */
export interface ScopePlan {
  readonly graph: Graph;
  readonly layers: readonly LayerPlan[];
}

/**
 * What `plan` makes of the main graph and of every body of If, Loop and Scan in it, each body as a model of its own. A node of a body is chosen when the node
 * of the main graph is that the body belongs to. Functions stay: whoever calls one sees the same operators.
 */
export async function planScopes(input: PassInput, plan: (input: PassInput, isBody: boolean) => Promise<ScopePlan>): Promise<ScopePlan> {
  const { graph, layers } = await plan(input, false);
  const bodies = chosenBodies(input, graph);
  if (bodies.length === 0) return { graph, layers };
  const names = new UniqueNames(graph);
  const scopes = new ScopeGraphs(graph);
  const edits: Edit[] = [];
  const plans = [...layers];
  for (const scope of bodies) {
    const part = scopes.of(scope, tensor => certainType(input, graph, tensor));
    const { graph: after, layers: inside } = await plan({ ...input, graph: part, selects: () => true }, true);
    plans.push(
      ...inside.flatMap(layer =>
        nodeOrigins(graph, layer.node)
          .slice(0, 1)
          .map(node => ({ ...layer, node })),
      ),
    );
    if (after === part) continue;
    edits.push(...scopeEdits({ graph, scope, part, after, names }), ...importEdits(part, after));
  }
  return { graph: applyEdits(graph, { edits }), layers: plans };
}

function chosenBodies(input: PassInput, graph: Graph): readonly SubgraphId[] {
  return graph.subgraphs
    .filter(scope => scope.kind === 'body' && outermostScope(graph, scope) === mainGraph(graph))
    .filter(({ ownerNode }) => input.selects(graph, nodeInScope(graph, ownerNode, MAIN_GRAPH)))
    .map(({ id }) => id);
}

function importEdits(before: Graph, after: Graph): readonly Edit[] {
  return [...after.facts.opsets]
    .filter(([domain]) => !before.facts.opsets.has(domain))
    .map(([domain, version]) => ({ kind: 'setOpset', domain, version }));
}
