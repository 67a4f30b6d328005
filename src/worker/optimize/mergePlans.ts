import type { LayerPlan } from '../../shared/report/passDescription';

/** One row per layer, in node order, of what passes do one after the other: a layer that any of them changes is changed. */
export function mergePlans(plans: readonly { readonly layers: readonly LayerPlan[] }[]): readonly LayerPlan[] {
  const byNode = new Map<number, LayerPlan>();
  for (const plan of plans.flatMap(({ layers }) => layers)) {
    const before = byNode.get(plan.node);
    byNode.set(plan.node, before === undefined ? plan : join(before, plan));
  }
  return [...byNode.values()].sort((a, b) => a.node - b.node);
}

function join(a: LayerPlan, b: LayerPlan): LayerPlan {
  if (a.action === 'skip' && b.action === 'skip') return { ...a, detail: a.detail === b.detail ? a.detail : `${a.detail}; ${b.detail}` };
  if (a.action === 'skip') return { ...b, precisionBefore: a.precisionBefore };
  if (b.action === 'skip') return a;
  return { ...a, detail: `${a.detail}, ${b.detail}`, precisionAfter: b.precisionAfter };
}
