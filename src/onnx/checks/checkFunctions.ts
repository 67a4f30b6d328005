import { calledFunction, functionsOf, keyOfFunction } from '../../shared/graph/functions';
import type { Graph, Subgraph } from '../../shared/graph/graph';
import { outermostScope } from '../../shared/graph/traversal';
import type { ProblemList } from '../problemList';

/** Functions that are defined twice or end up calling themselves. */
export function checkFunctions(graph: Graph, problems: ProblemList): void {
  const functions = functionsOf(graph);
  for (const subgraph of graph.subgraphs) {
    if (subgraph.kind === 'function' && functions.get(keyOfFunction(subgraph)) !== subgraph)
      problems.addFor(subgraph.name, 'error', 'duplicate-name', 'A function is defined twice.');
  }
  for (const { name } of recursive(callsOf(graph, functions)))
    problems.addFor(name, 'error', 'invalid-graph', 'A function calls itself, directly or through others.');
}

/** Functions that each function calls, bodies of control flow inside it included. */
function callsOf(graph: Graph, functions: ReadonlyMap<string, Subgraph>): ReadonlyMap<Subgraph, ReadonlySet<Subgraph>> {
  const calls = new Map<Subgraph, Set<Subgraph>>([...functions.values()].map(fn => [fn, new Set()]));
  for (const subgraph of graph.subgraphs) {
    const called = calls.get(outermostScope(graph, subgraph));
    if (called === undefined) continue;
    for (let node = subgraph.firstNode; node < subgraph.firstNode + subgraph.nodeCount; node++) {
      const callee = calledFunction(graph, functions, node);
      if (callee !== undefined) called.add(callee);
    }
  }
  return calls;
}

/** Takes away functions that call only harmless ones until none is left; the rest reach themselves or one that does. */
function recursive(calls: ReadonlyMap<Subgraph, ReadonlySet<Subgraph>>): readonly Subgraph[] {
  const callers = new Map<Subgraph, Subgraph[]>([...calls.keys()].map(fn => [fn, []]));
  const waiting = new Map<Subgraph, number>();
  for (const [caller, called] of calls) {
    waiting.set(caller, called.size);
    for (const callee of called) callers.get(callee)?.push(caller);
  }
  const ready = [...calls.keys()].filter(fn => waiting.get(fn) === 0);
  for (const fn of ready) {
    for (const caller of callers.get(fn) ?? []) {
      const left = (waiting.get(caller) ?? 0) - 1;
      waiting.set(caller, left);
      if (left === 0) ready.push(caller);
    }
  }
  return [...calls.keys()].filter(fn => (waiting.get(fn) ?? 0) > 0);
}
