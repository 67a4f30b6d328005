import type { LayerColumn, LayerModel } from '../model/layerModel';
import { isCold } from '../model/columnText';

/** A row of the strip. Neighbouring layers without anything to see share one row. */
export type StripRow =
  | { readonly kind: 'section'; readonly section: number; readonly isOpen: boolean }
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'pool'; readonly layers: readonly number[] };

export function stripRows(
  model: LayerModel,
  column: LayerColumn,
  selected: number,
  isClosed: (section: string) => boolean,
): readonly StripRow[] {
  const rows: StripRow[] = [];
  let pool: number[] | undefined;
  let section = -1;
  let isOpen = true;
  model.layers.forEach((layer, index) => {
    if (layer.section !== section) {
      section = layer.section;
      pool = undefined;
      const name = model.sections[section]?.name;
      isOpen = name === undefined || !isClosed(name);
      if (name !== undefined) rows.push({ kind: 'section', section, isOpen });
    }
    if (!isOpen) return;
    if (index === selected || !isPooled(model, column, index)) {
      pool = undefined;
      rows.push({ kind: 'layer', layer: index });
    } else if (pool !== undefined) pool.push(index);
    else rows.push({ kind: 'pool', layers: (pool = [index]) });
  });
  return rows;
}

/** Tiny kernels of a large model, and layers without a share in a metric that is exact. */
function isPooled(model: LayerModel, column: LayerColumn, index: number): boolean {
  const value = column.values[index] ?? NaN;
  if (column.floor > 0) return model.unit === 'layers' && isCold(column, value);
  return value === 0;
}
