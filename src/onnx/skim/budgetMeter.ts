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
  valueInfos: 'inputs, outputs and declared types',
  rank: 'dimensions of one tensor',
  weightDims: 'dimensions of weights',
  functions: 'functions',
  opsets: 'imported operator sets',
  metadataEntries: 'metadata entries',
  typeBytes: 'bytes of one declared type',
  nameBytes: 'bytes of names',
  textBytes: 'bytes of one text',
};

/** What is left of one budget of the whole model. */
export class BudgetCounter {
  constructor(
    private readonly kind: BudgetKind,
    private readonly meter: BudgetMeter,
    private rest: number = BUDGET[kind],
  ) {}

  get left(): number {
    return Math.max(0, this.rest);
  }

  /** Takes `amount`; false when that is too much. */
  take(amount = 1): boolean {
    this.rest -= amount;
    return this.rest >= 0 || this.meter.allows(this.kind, BUDGET[this.kind] - this.rest);
  }
}

/** Counts what is taken in; what goes over its budget is left out and named once. */
export class BudgetMeter {
  private readonly counters = new Map<BudgetKind, BudgetCounter>();
  private readonly reported = new Set<BudgetKind>();

  constructor(private readonly problems: ProblemList) {}

  counter(kind: BudgetKind): BudgetCounter {
    let counter = this.counters.get(kind);
    if (counter === undefined) this.counters.set(kind, (counter = new BudgetCounter(kind, this)));
    return counter;
  }

  /** Takes `amount` of a budget for the whole model; false when that is too much. */
  take(kind: BudgetKind, amount = 1): boolean {
    return this.counter(kind).take(amount);
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
