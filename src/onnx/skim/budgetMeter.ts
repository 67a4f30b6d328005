import { BUDGET, type BudgetKind } from '../budgets';
import type { ProblemList } from '../problemList';

const NOUNS: Readonly<Record<BudgetKind, string>> = {
  nodes: 'nodes',
  subgraphDepth: 'levels of nested graphs',
  subgraphs: 'nested graphs',
  connections: 'connections',
  inputsPerNode: 'inputs or outputs of one node',
  attributesPerNode: 'attributes of one node',
  attributes: 'attributes',
  attributeValues: 'values of one attribute',
  constantBytes: 'bytes of a listed constant',
  initializers: 'weights',
  valueInfos: 'declared types',
  rank: 'dimensions of one tensor',
  weightDims: 'dimensions of weights',
  functions: 'functions',
  opsets: 'imported operator sets',
  metadataEntries: 'metadata entries',
  typeBytes: 'bytes of one declared type',
  nameBytes: 'bytes of names',
  textBytes: 'bytes of one text',
};

/** Counts what is taken in; what goes over its budget is left out and named once. */
export class BudgetMeter {
  /** What is left of each budget. A copy keeps the fast layout of a literal: this is asked for every node. */
  private readonly left: Record<BudgetKind, number> = { ...BUDGET };
  private readonly reported = new Set<BudgetKind>();

  constructor(private readonly problems: ProblemList) {}

  /** Takes `amount` of a budget for the whole model; false when that is too much. */
  take(kind: BudgetKind, amount = 1): boolean {
    const left = (this.left[kind] -= amount);
    return left >= 0 || this.allows(kind, BUDGET[kind] - left);
  }

  /** What is left of a budget for the whole model. */
  leftOf(kind: BudgetKind): number {
    return Math.max(0, this.left[kind]);
  }

  /** Whether `amount` is within a budget for one thing. */
  allows(kind: BudgetKind, amount: number): boolean {
    if (amount <= BUDGET[kind]) return true;
    if (this.reported.has(kind)) return false;
    this.reported.add(kind);
    const message = `The model has more than ${BUDGET[kind].toLocaleString('en-US')} ${NOUNS[kind]}; what lies beyond is not shown.`;
    this.problems.add({ severity: 'error', reason: kind === 'subgraphDepth' ? 'too-deep' : 'too-many', message });
    return false;
  }
}
