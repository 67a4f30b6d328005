/** Work of one node in one run; NaN where a size that it depends on is not known. */
export interface NodeCost {
  /** Multiply-accumulates of contractions. */
  readonly macs: number;
  /** Arithmetic operations besides those of the MACs, each counted as one, transcendental ones included. */
  readonly otherFlops: number;
  /** How many of the other operations are exp, log, sqrt, division, power and the like. */
  readonly transcendentals: number;
}

export const FREE: NodeCost = { macs: 0, otherFlops: 0, transcendentals: 0 };

export function contraction(macs: number, otherFlops = 0): NodeCost {
  return { macs, otherFlops, transcendentals: 0 };
}

export function elementwise(otherFlops: number, transcendentals = 0): NodeCost {
  return { macs: 0, otherFlops, transcendentals };
}

export function addCosts(a: NodeCost, b: NodeCost): NodeCost {
  return {
    macs: a.macs + b.macs,
    otherFlops: a.otherFlops + b.otherFlops,
    transcendentals: a.transcendentals + b.transcendentals,
  };
}

/** FLOPs as the reports count them: 2 per MAC, plus the other operations. */
export function flopsOf(cost: NodeCost): number {
  return 2 * cost.macs + cost.otherFlops;
}
