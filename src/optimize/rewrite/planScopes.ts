import { certainType } from '../certainType';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { ValueType } from '../../shared/graph/attribute';
import type { Edit } from '../../shared/graph/edit';
import { calledFunction, functionsOf } from '../../shared/graph/functions';
import { MAIN_GRAPH, type Graph, type NodeId, type Subgraph, type TensorId } from '../../shared/graph/graph';
import { refersToCaller } from '../../shared/graph/nodeAttributes';
import { nodeOrigins } from '../../shared/graph/provenance';
import { ScopeGraphs } from '../../shared/graph/scopeGraphs';
import { mainGraph, nodeInput, nodeInScope, outermostScope } from '../../shared/graph/traversal';
import type { LayerPlan } from '../../shared/report/passDescription';
import type { PassInput } from '../pass';
import { removeDead } from './removeDead';
import { scopeEdits } from './scopeEdits';
import { UniqueNames } from './uniqueNames';
import { storeOnce } from './storeOnce';

/** What a pass does to one scope. */
export interface ScopePlan {
  readonly graph: Graph;
  readonly layers: readonly LayerPlan[];
}

/**
 * What `plan` makes of the main graph and of every body of If, Loop and Scan in it, each body as a model of its own, and with `withFunctions` of model-local
 * functions and bodies in them. What is inside is chosen when the nodes of the main graph are that the body belongs to, or that call the function. Weights that
 * come out the same in several scopes are stored once. `plan` is given the whole graph that a scope was taken out of.
 */
export async function planScopes(
  input: PassInput,
  plan: (input: PassInput, whole: Graph | undefined) => Promise<ScopePlan>,
  withFunctions = false,
): Promise<ScopePlan> {
  const { graph, layers } = await plan(input, undefined);
  const inside = chosenScopes(input, graph, withFunctions);
  if (inside.length === 0) return { graph, layers };
  const names = new UniqueNames(graph);
  const scopes = new ScopeGraphs(graph);
  const edits: Edit[] = [];
  const plans = [...layers];
  for (const { id: scope } of inside) {
    const part = scopes.of(scope, tensor => certainType(input, graph, tensor) ?? typeInFunction(input, graph, tensor));
    const selects: PassInput['selects'] = (of, node) => !refersToCaller(of, node);
    const planned = await plan({ ...input, graph: part, selects }, graph);
    plans.push(
      ...planned.layers.flatMap(layer =>
        nodeOrigins(graph, layer.node)
          .slice(0, 1)
          .map(node => ({ ...layer, node })),
      ),
    );
    if (planned.graph === part) continue;
    const after = removeDead(input, planned.graph).graph;
    edits.push(...scopeEdits({ graph, scope, part, after, names }), ...importEdits(part, after));
  }
  return { graph: applyEdits(graph, { edits: storeOnce(graph, edits) }), layers: plans };
}

function chosenScopes({ selects }: PassInput, graph: Graph, withFunctions: boolean): readonly Subgraph[] {
  const callers = withFunctions ? callersOf(graph) : new Map<Subgraph, readonly NodeId[]>();
  const known = new Map<Subgraph, boolean>();
  const isChosen = (scope: Subgraph, node: NodeId): boolean => {
    const outermost = outermostScope(graph, scope);
    if (outermost === mainGraph(graph)) return selects(graph, nodeInScope(graph, node, MAIN_GRAPH));
    const before = known.get(outermost);
    if (before !== undefined) return before;
    known.set(outermost, true);
    const calls = callers.get(outermost) ?? [];
    const chosen = calls.length > 0 && calls.every(call => isChosen(scopeOf(graph, call), call));
    known.set(outermost, chosen);
    return chosen;
  };
  return graph.subgraphs.filter(scope => scope.kind !== 'main' && isChosen(scope, scope.ownerNode));
}

function scopeOf(graph: Graph, node: NodeId): Subgraph {
  return graph.subgraphs[graph.nodes.subgraphs[node] ?? MAIN_GRAPH] ?? mainGraph(graph);
}

const callLists = new WeakMap<Graph, ReadonlyMap<Subgraph, readonly NodeId[]>>();

/** Nodes that call each function, from wherever. */
function callersOf(graph: Graph): ReadonlyMap<Subgraph, readonly NodeId[]> {
  const known = callLists.get(graph);
  if (known !== undefined) return known;
  const functions = functionsOf(graph);
  const callers = new Map<Subgraph, NodeId[]>();
  for (let node = 0; node < graph.nodes.count; node++) {
    const called = calledFunction(graph, functions, node);
    if (called === undefined) continue;
    const calls = callers.get(called) ?? [];
    callers.set(called, calls);
    calls.push(node);
  }
  callLists.set(graph, callers);
  return callers;
}

/** The element type of what a function is called with, when all calls agree, and of what bodies in functions read. */
function typeInFunction(input: PassInput, graph: Graph, tensor: TensorId): ValueType | undefined {
  const scope = graph.subgraphs[graph.tensors.subgraphs[tensor] ?? MAIN_GRAPH] ?? mainGraph(graph);
  if (outermostScope(graph, scope) === mainGraph(graph)) return undefined;
  const { tensors } = input.analyze(graph);
  const position = scope.kind === 'function' ? scope.inputs.indexOf(tensor) : -1;
  const given = position < 0 ? [tensor] : (callersOf(graph).get(scope) ?? []).map(call => nodeInput(graph, call, position));
  const [dtype, ...others] = new Set(given.map(argument => tensors[argument]?.dtype));
  return dtype === undefined || others.length > 0 ? undefined : { kind: 'tensor', dtype, shape: undefined };
}

function importEdits(before: Graph, after: Graph): readonly Edit[] {
  return [...after.facts.opsets]
    .filter(([domain]) => !before.facts.opsets.has(domain))
    .map(([domain, version]) => ({ kind: 'setOpset', domain, version }));
}
