import type { Graph, NodeId } from '../shared/graph/graph';
import type { TensorReader } from '../shared/graph/tensorReader';
import type { Analysis } from '../shared/report/analysis';
import type { BudgetOutcome } from '../shared/report/accuracyBudget';
import type { PassCall } from '../shared/report/jobRequest';
import type { LayerPlan, PassDescription } from '../shared/report/passDescription';
import type { PassParameters } from '../shared/report/suggestion';
import type { Laboratory } from './laboratory';

/** What a pass works on and with. Pure: everything that reads files or runs a model comes in through these interfaces. */
export interface PassInput {
  /** Its provenance leads to the model on the command line, in whose ids layers are named. */
  readonly graph: Graph;
  /** With every default filled in. */
  readonly parameters: PassParameters;
  /** Whether the user lets the pass change a node of a graph made from `graph`. */
  readonly selects: (graph: Graph, node: NodeId) => boolean;
  /** Weight values of `graph` or of any graph made from it. */
  readonly readerOf: (graph: Graph) => TensorReader;
  readonly analyze: (graph: Graph) => Analysis;
  /** `undefined` in a dry run: then no weight value is read, made weights are described without bytes, and constants are folded in shape only. */
  readonly laboratory: Laboratory | undefined;
}

/** What a pass does: the edited graph, and why for each layer that it looked at. */
export interface PassPlan {
  readonly graph: Graph;
  /** Nodes in ids of the model on the command line. */
  readonly layers: readonly LayerPlan[];
  readonly changedNodes: number;
  readonly notes: readonly string[];
  /** Part of the file name, when the pass table's does not say enough: `prune50`. */
  readonly fileTag?: string;
  /** What the samples held back say, for a pass that was given a budget. */
  readonly budget?: BudgetOutcome;
}

/** A row of the pass table. Throws `LayerwiseError` with reason `not-applicable` when there is nothing that it could do. */
export interface Pass {
  readonly description: PassDescription;
  /** Passes that must run before it on a graph, as if they had been named on the command line. `parameters`: with every default filled in. */
  prepare(graph: Graph, parameters: PassParameters): readonly Pick<PassCall, 'id' | 'parameters'>[];
  plan(input: PassInput): Promise<PassPlan>;
}
