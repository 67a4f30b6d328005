import type { Graph, NodeId } from '../../shared/graph/graph';
import type { PassInput } from '../pass';

/** A node of the graph that a rule got, and what the rule did to it: `merged into /conv1`. */
export interface RuleChange {
  readonly node: NodeId;
  readonly detail: string;
}

export interface RuleResult {
  /** The same object when nothing changed. */
  readonly graph: Graph;
  readonly changes: readonly RuleChange[];
}

/** One rewrite, applied everywhere in the main graph where its pattern holds. */
export type Rule = (input: PassInput, graph: Graph) => RuleResult | Promise<RuleResult>;
