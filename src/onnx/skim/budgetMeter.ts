import { BEGINNING, BUDGET, CUTTING, type BudgetKind } from '../budgets';
import type { ProblemList } from '../problemList';

const NOUNS: Readonly<Record<BudgetKind, string>> = {
  nodes: 'nodes',
  subgraphDepth: 'levels of nested graphs',
  subgraphs: 'nested graphs',
  connections: 'connections',
  inputsPerNode: 'inputs or outputs of one node',
  attributesPerNode: 'attributes of one node',
  attributes: 'attributes',
  attributeParts: 'tensors and graphs in attributes',
  attributeValues: 'values of attributes',
  constantBytes: 'bytes of listed constants',
  initializers: 'weights',
  dataFiles: 'data files',
  interfaceValues: 'inputs and outputs',
  valueInfos: 'declared types',
  rank: 'dimensions of one tensor',
  weightDims: 'dimensions of weights',
  typeDims: 'dimensions of declared types',
  functions: 'functions',
  opsets: 'imported operator sets',
  functionOpsets: 'operator sets of functions',
  metadataEntries: 'metadata entries',
  typeBytes: 'bytes of unusual declared types',
  nameBytes: 'bytes of names',
  textBytes: 'bytes in one text',
  fields: 'fields',
};

/** How much of a budget the beginning of a model that is too large has. */
function beginningOf(kind: BudgetKind): number {
  return CUTTING.has(kind) ? Math.round(BEGINNING * BUDGET[kind]) : BUDGET[kind];
}

/** What is left of one budget of the whole model. */
export class BudgetCounter {
  private rest: number;
  private readonly beginning: number;

  constructor(
    private readonly kind: BudgetKind,
    private readonly meter: BudgetMeter,
    private readonly most = meter.most(kind),
  ) {
    this.rest = most;
    this.beginning = beginningOf(kind);
  }

  get left(): number {
    return Math.max(0, this.rest);
  }

  /** Takes `amount`; false when that is too much. */
  take(amount = 1): boolean {
    this.rest -= amount;
    return this.rest >= 0 || this.meter.allows(this.kind, this.most - this.rest);
  }

  /** Whether as much was taken as the beginning of a model that is too large may have: the time to look how much is to come. */
  get isAtBeginning(): boolean {
    return this.most - this.rest === this.beginning;
  }

  /** Throws `TooLargeModel` when `amount` more would be too much. */
  foresee(amount: number): void {
    this.meter.allows(this.kind, this.most - this.rest + amount);
  }
}

/** Thrown where a model has so much that it is to be read anew, and only its beginning. */
export class TooLargeModel extends Error {}

/** Counts what is taken in; what goes over its budget is left out and named once. Throws `TooLargeModel`, unless only the beginning of a model is read. */
export class BudgetMeter {
  private readonly counters = new Map<BudgetKind, BudgetCounter>();
  private readonly reported = new Set<BudgetKind>();

  constructor(
    private readonly problems: ProblemList,
    private readonly isBeginning = false,
  ) {}

  most(kind: BudgetKind): number {
    return this.isBeginning ? beginningOf(kind) : BUDGET[kind];
  }

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
    const most = this.most(kind);
    if (amount <= most) return true;
    if (this.reported.has(kind)) return false;
    this.reported.add(kind);
    const what = `The model has more than ${most.toLocaleString('en-US')} ${NOUNS[kind]}`;
    if (CUTTING.has(kind) && !this.isBeginning) throw new TooLargeModel(`${what}; only its beginning is shown.`);
    const message = `${what}; what lies beyond is not shown.`;
    this.problems.add({ severity: 'error', reason: kind === 'subgraphDepth' ? 'too-deep' : 'too-many', message });
    return false;
  }
}
