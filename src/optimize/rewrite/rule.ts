import type { Graph, NodeId } from '../../shared/graph/graph';
import type { PassPromise } from '../../shared/report/suggestion';
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

/** One rewrite, applied everywhere in the main graph where its pattern holds. `rules`: those that run in turns with it. */
export type Rule = (input: PassInput, graph: Graph, rules?: readonly NamedRule[]) => RuleResult | Promise<RuleResult>;

/** A row of the table of rules. */
export interface NamedRule {
  /** As `clean:without=…` names it. */
  readonly id: string;
  /** `exact`: every output keeps its bits when the graph is run as it stands; `close`: an operation is rounded differently. That of `bodies` is that of the rules beside it. */
  readonly promise: Exclude<PassPromise, 'lossy'>;
  readonly apply: Rule;
  /** Only with `clean:with=…`: what it writes is shorter, but slower in this runtime. */
  readonly isOnRequest?: true;
  /** Concerns the model as a whole: not applied to a body or function by itself. */
  readonly isOfModel?: true;
}
