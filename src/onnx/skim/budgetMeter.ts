import { BUDGET, type BudgetKind } from '../budgets';
import type { ProblemList } from '../problemList';

const NOUNS: Readonly<Record<BudgetKind, string>> = {
  nodes: 'nodes',
  subgraphDepth: 'levels of nested graphs',
  subgraphs: 'nested graphs',
  connections: 'connections',
  inputsPerNode: 'inputs or outputs of one node',
  attributesPerNode: 'attributes of one node',
  initializers: 'weights',
  valueInfos: 'declared types',
  rank: 'dimensions of one tensor',
  functions: 'functions',
  opsets: 'imported operator sets',
  metadataEntries: 'metadata entries',
  typeBytes: 'bytes of one declared type',
  textBytes: 'bytes of one text',
};

/** Counts what is taken in; what goes over its budget is left out and named once. */
export class BudgetMeter {
  private readonly used = new Map<BudgetKind, number>();

  constructor(private readonly problems: ProblemList) {}

  /** Takes `amount` of a budget for the whole model; false when that is too much. */
  take(kind: BudgetKind, amount = 1): boolean {
    const used = (this.used.get(kind) ?? 0) + amount;
    this.used.set(kind, used);
    return this.allows(kind, used);
  }

  /** Whether `amount` is within a budget for one thing. */
  allows(kind: BudgetKind, amount: number): boolean {
    if (amount <= BUDGET[kind]) return true;
    const sentence = `The model has more than ${BUDGET[kind].toLocaleString('en-US')} ${NOUNS[kind]}; what lies beyond is not shown.`;
    if (!this.reported.has(kind)) {
      this.problems.add({ severity: 'error', reason: kind === 'subgraphDepth' ? 'too-deep' : 'too-many', message: sentence });
    }
    this.reported.add(kind);
    return false;
  }

  private readonly reported = new Set<BudgetKind>();
}
