import type { DryRun } from '../../shared/report/passDescription';
import { printable } from './printable';

/** What a pass would do, layer by layer. */
export function dryRunLines(plan: DryRun): readonly string[] {
  const changed = plan.layers.filter(layer => layer.action === 'change');
  const skipped = plan.layers.filter(layer => layer.action === 'skip');
  const nodes = plan.nodesAfter === undefined ? '' : `, ${String(plan.nodesBefore)} → ${String(plan.nodesAfter)} nodes`;
  return [
    `${plan.pass}: ${String(changed.length)} layers would change, ${String(skipped.length)} stay${nodes}. Nothing was written.`,
    ...changed.map(
      layer => `  #${String(layer.node)}  ${layer.precisionBefore} → ${layer.precisionAfter}  ${printable(layer.detail, 120)}`,
    ),
    ...skipped.map(layer => `  #${String(layer.node)}  stays: ${printable(layer.detail, 120)}`),
    ...plan.notes.map(note => `  ${printable(note, 300)}`),
  ];
}
