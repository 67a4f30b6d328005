import type { Graph } from '../../shared/graph/graph';
import { nodeOrigins } from '../../shared/graph/provenance';
import type { LayerPlan } from '../../shared/report/passDescription';
import { changedLayer } from '../layerPlans';
import type { PassInput } from '../pass';
import type { NamedRule } from './rule';

/** One rule can make room for another; real models settle after two or three rounds. */
const MOST_ROUNDS = 10;

export interface AppliedRules {
  /** The same object when nothing changed. */
  readonly graph: Graph;
  /** Nodes in ids of the root of the graph's provenance. */
  readonly layers: readonly LayerPlan[];
  /** How many nodes each rule changed. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Applies rules to the graph of `input` in turns until nothing changes. */
export async function applyRules(input: PassInput, rules: readonly NamedRule[]): Promise<AppliedRules> {
  let { graph } = input;
  const layers: LayerPlan[] = [];
  const counts = new Map<string, number>();
  for (let round = 0, isChanged = true; isChanged && round < MOST_ROUNDS; round++) {
    isChanged = false;
    for (const { id, apply } of rules) {
      const result = await apply(input, graph, rules);
      // What came from no node of the root is in nobody's list.
      const told = result.changes.filter(({ node }) => nodeOrigins(graph, node).length > 0);
      for (const { node, detail } of told) layers.push(changedLayer(graph, node, detail));
      if (result.changes.length > 0) counts.set(id, (counts.get(id) ?? 0) + result.changes.length);
      isChanged ||= result.graph !== graph;
      graph = result.graph;
    }
  }
  return { graph, layers, counts };
}
