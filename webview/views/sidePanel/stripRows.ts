import type { LayerColumn, LayerModel } from '../model/layerModel';
import { isCold } from '../model/columnText';

/** A row of the strip. Neighbouring layers without anything to see share one row, which opens. */
export type StripRow =
  | { readonly kind: 'section'; readonly id: string; readonly section: number; readonly isOpen: boolean }
  | { readonly kind: 'layer'; readonly id: string; readonly layer: number; readonly level: number }
  | {
      readonly kind: 'pool';
      readonly id: string;
      /** What opens and closes: the whole run of layers, of which the row may be a part. */
      readonly run: string;
      readonly layers: readonly number[];
      readonly isOpen: boolean;
      readonly level: number;
    };

/** Rows in order. `isToggled`: of a row's id, sections start open and pools closed. The selected layer leaves a closed pool. */
export function stripRows(
  model: LayerModel,
  column: LayerColumn,
  selected: number,
  isToggled: (id: string) => boolean,
): readonly StripRow[] {
  const rows: StripRow[] = [];
  let from = 0;
  while (from < model.layers.length) {
    const section = model.layers[from]?.section ?? -1;
    let end = from;
    while (end < model.layers.length && (model.layers[end]?.section ?? -1) === section) end++;
    const name = model.sections[section]?.name;
    const isOpen = name === undefined || !isToggled(sectionRowId(name));
    if (name !== undefined) rows.push({ kind: 'section', id: sectionRowId(name), section, isOpen });
    const level = name === undefined ? 1 : 2;
    if (isOpen) rows.push(...rowsOf(model, range(from, end), index => isPooled(model, column, index), { selected, isToggled, level }));
    from = end;
  }
  return rows;
}

/** Of the heading of a section. */
export function sectionRowId(name: string): string {
  return `strip:${name}`;
}

interface PoolRules {
  readonly selected: number;
  readonly isToggled: (id: string) => boolean;
  readonly level: number;
}

function rowsOf(model: LayerModel, layers: readonly number[], isTiny: (layer: number) => boolean, rules: PoolRules): readonly StripRow[] {
  const rows: StripRow[] = [];
  let next = 0;
  while (next < layers.length) {
    let end = next;
    while (end < layers.length && isTiny(layers[end] ?? -1)) end++;
    if (end > next) rows.push(...poolRows(model, layers.slice(next, end), rules));
    else rows.push(layerRow(model, layers[end++] ?? -1, rules.level));
    next = end;
  }
  return rows;
}

function poolRows(model: LayerModel, layers: readonly number[], { selected, isToggled, level }: PoolRules): readonly StripRow[] {
  const id = ([first = -1]: readonly number[]): string => `strip-pool:${model.layers[first]?.key ?? first}`;
  const run = id(layers);
  const pool = (part: readonly number[], isOpen: boolean): readonly StripRow[] =>
    part.length === 0 ? [] : [{ kind: 'pool', id: id(part), run, layers: part, isOpen, level }];
  if (isToggled(run)) return [...pool(layers, true), ...layers.map(layer => layerRow(model, layer, level + 1))];
  const place = layers.indexOf(selected);
  if (place < 0) return pool(layers, false);
  return [...pool(layers.slice(0, place), false), layerRow(model, selected, level), ...pool(layers.slice(place + 1), false)];
}

function layerRow(model: LayerModel, layer: number, level: number): StripRow {
  return { kind: 'layer', id: `strip-layer:${model.layers[layer]?.key ?? layer}`, layer, level };
}

function range(from: number, end: number): readonly number[] {
  return Array.from({ length: end - from }, (_, offset) => from + offset);
}

/** Tiny kernels of a large model, and layers without a share in a metric that is exact. */
function isPooled(model: LayerModel, column: LayerColumn, index: number): boolean {
  const value = column.values[index] ?? NaN;
  if (column.floor > 0) return model.unit === 'layers' && isCold(column, value);
  return value === 0;
}
