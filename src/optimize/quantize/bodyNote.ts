import { MAIN_GRAPH, type Graph } from '../../shared/graph/graph';

/** What to say of layers in bodies of If, Loop and Scan and in functions, which passes leave as they are; nothing where there are none. */
export function bodyNote(graph: Graph, ops: ReadonlySet<string>): readonly string[] {
  const count = graph.nodes.ops.filter((op, node) => ops.has(op) && graph.nodes.subgraphs[node] !== MAIN_GRAPH).length;
  if (count === 0) return [];
  const layers = count === 1 ? '1 layer' : `${String(count)} layers`;
  return [`${layers} in bodies of If, Loop or Scan, or in functions, stay as they are: only the main graph is changed.`];
}
