import { groupBy } from '../../shared/base/groupBy';
import { applyEdits } from '../../shared/graph/applyEdits';
import { calledFunctions } from '../../shared/graph/calledFunctions';
import { keyOfFunction } from '../../shared/graph/functions';
import { MAIN_GRAPH, type Graph, type NodeId, type SubgraphId } from '../../shared/graph/graph';
import { mainGraph, outermostScope } from '../../shared/graph/traversal';
import type { Rule } from './rule';

/**
 * Takes out model-local functions that the main graph does not lead to: those that nobody calls, and those that only such functions call. Graphs for training,
 * which nothing here reads, may call any: with them all functions stay.
 */
export const removeUnusedFunctions: Rule = (input, graph) => {
  const functions = graph.subgraphs.filter(({ kind }) => kind === 'function');
  if (functions.length === 0 || graph.facts.hasTrainingGraphs === true) return { graph, changes: [] };
  const mainNodes = Array.from({ length: mainGraph(graph).nodeCount }, (_, node) => node);
  const called = calledFunctions(graph, mainNodes);
  // A function that is defined twice goes or stays as a whole: a runtime may take the other one.
  const keys = new Set(functions.filter(({ id }) => called.has(id)).map(keyOfFunction));
  const nodes = nodesOfScopes(graph);
  const unused = functions
    .filter(fn => !keys.has(keyOfFunction(fn)))
    .map(({ id, name }) => ({ id, name, nodes: nodes.get(id) ?? [] }))
    .filter(fn => fn.nodes.every(node => input.selects(graph, node)));
  return {
    graph: applyEdits(graph, { edits: unused.map(({ id }) => ({ kind: 'removeFunction', id })) }),
    changes: unused.flatMap(fn => fn.nodes.map(node => ({ node, detail: `removed with the function ${fn.name}: nothing calls it` }))),
  };
};

/** Nodes of the main graph and of each function, those in bodies included. */
function nodesOfScopes(graph: Graph): ReadonlyMap<SubgraphId, readonly NodeId[]> {
  const outermost = graph.subgraphs.map(scope => outermostScope(graph, scope).id);
  return groupBy(graph.nodes.subgraphs.keys(), node => outermost[graph.nodes.subgraphs[node]!] ?? MAIN_GRAPH);
}
