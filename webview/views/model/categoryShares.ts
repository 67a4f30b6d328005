import { formatShare } from '../../../src/shared/base/formatNumber';
import type { LayerColumn, LayerModel } from './layerModel';

/** `FP32 62 %, INT8 38 %`: what layers of several categories are, by their part of the main metric, the largest first. One that all share stands alone. */
export function categoryShares({ columns }: LayerModel, column: LayerColumn, layers: readonly number[]): string {
  const [primary] = columns.values();
  const parts = new Map<string, number>();
  for (const layer of layers) {
    const label = column.categories?.find(({ value }) => value === column.values[layer])?.label;
    if (label !== undefined) parts.set(label, (parts.get(label) ?? 0) + (primary?.values[layer] || 0));
  }
  const [only] = parts.keys();
  if (parts.size < 2) return only ?? '';
  const whole = [...parts.values()].reduce((sum, part) => sum + part, 0);
  const sorted = [...parts].sort(([, a], [, b]) => b - a);
  return sorted.map(([label, part]) => (whole > 0 ? `${label} ${formatShare(part / whole, 0)}` : label)).join(', ');
}
