import type { DryRun, LayerPlan } from '../../../src/shared/report/passDescription';

/** What all chosen passes together would do. */
export interface Plan {
  /** One row per layer, in node order. */
  readonly layers: readonly LayerPlan[];
  readonly nodesBefore: number;
  /** `undefined` when a pass cannot say. */
  readonly nodesAfter: number | undefined;
  readonly notes: readonly string[];
}

/** Each pass was planned on the model as it is; a layer that any of them changes is changed. */
export function mergeDryRuns(runs: readonly DryRun[]): Plan {
  const byNode = new Map<number, LayerPlan>();
  for (const plan of runs.flatMap(run => run.layers)) {
    const other = byNode.get(plan.node);
    byNode.set(plan.node, other === undefined ? plan : join(other, plan));
  }
  const first = runs[0]?.nodesBefore ?? 0;
  const differences = runs.map(({ nodesBefore, nodesAfter }) => (nodesAfter === undefined ? NaN : nodesAfter - nodesBefore));
  const nodesAfter = first + differences.reduce((sum, difference) => sum + difference, 0);
  return {
    layers: [...byNode.values()].sort((a, b) => a.node - b.node),
    nodesBefore: first,
    nodesAfter: Number.isNaN(nodesAfter) ? undefined : nodesAfter,
    notes: [...new Set(runs.flatMap(run => run.notes))],
  };
}

function join(a: LayerPlan, b: LayerPlan): LayerPlan {
  if (a.action === 'skip' && b.action === 'skip') return { ...a, detail: a.detail === b.detail ? a.detail : `${a.detail}; ${b.detail}` };
  if (a.action === 'skip') return b;
  if (b.action === 'skip') return a;
  return {
    ...a,
    detail: `${a.detail}, ${b.detail}`,
    precisionAfter: a.precisionAfter === a.precisionBefore ? b.precisionAfter : a.precisionAfter,
  };
}
