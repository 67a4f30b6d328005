import { groupBy } from '../../../src/shared/base/groupBy';
import type { Kernel } from '../../../src/shared/report/latency';
import { groupValue } from '../model/groupValue';
import type { LayerModel } from '../model/layerModel';
import { opCell } from '../model/layerText';
import type { Grouping, Sort } from '../page/uiState';
import { sortValue } from './sortValue';

/** A row of the Layers table. */
export type TableRow =
  | {
      readonly kind: 'section';
      readonly id: string;
      readonly name: string;
      readonly inferred: boolean;
      readonly layers: readonly number[];
      readonly isOpen: boolean;
    }
  | { readonly kind: 'layer'; readonly id: string; readonly layer: number; readonly isOpen: boolean | undefined }
  | { readonly kind: 'kernel'; readonly id: string; readonly layer: number; readonly kernel: number; readonly isLast: boolean }
  | { readonly kind: 'node'; readonly id: string; readonly layer: number; readonly node: number; readonly isLast: boolean }
  /** What ran in a body; `depth` 0 for what is directly in one of the layer's. */
  | {
      readonly kind: 'inside';
      readonly id: string;
      readonly layer: number;
      readonly kernel: Kernel;
      readonly depth: number;
      readonly isLast: boolean;
    };

interface Options {
  /** Layers to show, in execution order. */
  readonly layers: readonly number[];
  readonly sort: Sort;
  readonly grouping: Grouping;
  /** Whether the user opened or closed what carries an id. */
  readonly isToggled: (id: string) => boolean;
}

/** Rows in the order of the table: below their sections in execution order, or below their operators; flat when sorted by a column. */
export function tableRows(model: LayerModel, { layers, sort, grouping, isToggled }: Options): readonly TableRow[] {
  if (grouping === 'operators') return operatorRows(model, layers, { sort, isToggled });
  if (sort.column !== 'order') return sorted(model, layers, sort).flatMap(layer => layerRows(model, layer, isToggled));
  return spansOf(model, layers).flatMap(span => sectionRows(model, span, isToggled));
}

/** The layers of the rows, open or closed, in the order of the table. */
export function layersInOrder(model: LayerModel, { layers, sort, grouping }: Omit<Options, 'isToggled'>): readonly number[] {
  if (grouping === 'operators') return operatorGroups(model, layers, sort).flatMap(([, own]) => own);
  return sort.column === 'order' ? layers : sorted(model, layers, sort);
}

/** Neighbouring layers of one section; layers of a section stand together. */
function spansOf(model: LayerModel, layers: readonly number[]): readonly (readonly number[])[] {
  const spans: number[][] = [];
  let section: number | undefined;
  for (const layer of layers) {
    const own = model.layers[layer]?.section ?? -1;
    if (own === section) spans.at(-1)?.push(layer);
    else spans.push([layer]);
    section = own;
  }
  return spans;
}

function sectionRows(model: LayerModel, layers: readonly number[], isToggled: (id: string) => boolean): readonly TableRow[] {
  const section = model.sections[model.layers[layers[0] ?? -1]?.section ?? -1];
  const rows = () => layers.flatMap(layer => layerRows(model, layer, isToggled));
  if (section === undefined) return rows();
  const { name, inferred } = section;
  const id = `section:${name}`;
  const isOpen = !isToggled(id);
  return [{ kind: 'section', id, name, inferred, layers, isOpen }, ...(isOpen ? rows() : [])];
}

/** One row per operator with the sums of its layers, the largest first or as the table is sorted; the layers below it when it is opened. */
function operatorRows(
  model: LayerModel,
  layers: readonly number[],
  { sort, isToggled }: Pick<Options, 'sort' | 'isToggled'>,
): readonly TableRow[] {
  return operatorGroups(model, layers, sort).flatMap(([name, own]) => {
    const id = `operator:${name}`;
    const isOpen = isToggled(id);
    const row: TableRow = { kind: 'section', id, name, inferred: false, layers: own, isOpen };
    return [row, ...(isOpen ? own.flatMap(layer => layerRows(model, layer, isToggled)) : [])];
  });
}

function operatorGroups(
  model: LayerModel,
  layers: readonly number[],
  sort: Sort,
): readonly (readonly [name: string, layers: readonly number[]])[] {
  const members = groupBy(layers, layer => operatorOf(model, layer));
  const [primary] = model.columns.values();
  const column = model.columns.get(sort.column) ?? primary;
  const valueOf = (own: readonly number[]) => (column === undefined ? NaN : groupValue(column, own));
  const isAscending = sort.column !== 'order' && !sort.descending;
  const groups = [...members].sort((a, b) => {
    const difference = (valueOf(b[1]) || 0) - (valueOf(a[1]) || 0);
    return isAscending ? -difference : difference;
  });
  return sort.column === 'order' ? groups : groups.map(([name, own]) => [name, sorted(model, own, sort)]);
}

/** Operator of a layer's anchor in the file; of the kernel for one that the runtime added. */
function operatorOf(model: LayerModel, index: number): string {
  const layer = model.layers[index];
  if (layer === undefined) return '';
  return layer.node < 0 ? opCell(model, layer).op : (model.view.nodeOps[layer.node] ?? '');
}

function layerRows(model: LayerModel, index: number, isToggled: (id: string) => boolean): readonly TableRow[] {
  const layer = model.layers[index];
  if (layer === undefined) return [];
  const id = `layer:${layer.key}`;
  const shown = model.unit === 'layers' && layer.kernels.length > 1 ? layer.kernels : layer.nodes;
  const children = shown.length > 1 ? shown : [];
  const isOpen = isToggled(id);
  const inBodies = layer.kernels.some(kernel => model.profile?.kernels[kernel]?.inside !== undefined);
  if (children.length === 0 && !inBodies) return [{ kind: 'layer', id, layer: index, isOpen: undefined }];
  const row: TableRow = { kind: 'layer', id, layer: index, isOpen };
  if (!isOpen) return [row];
  const isKernel = children === layer.kernels;
  const below = children.flatMap((child, position): readonly TableRow[] => {
    const isLast = position === children.length - 1;
    return isKernel
      ? [{ kind: 'kernel', id: `${id}/kernel:${child}`, layer: index, kernel: child, isLast }, ...insideRows(model, index, [child], id)]
      : [{ kind: 'node', id: `${id}/node:${child}`, layer: index, node: child, isLast }];
  });
  return [row, ...below, ...(isKernel ? [] : insideRows(model, index, layer.kernels, id))];
}

/** What ran in the bodies of kernels (positions in the profile), in the order of execution, at every depth. */
function insideRows(model: LayerModel, layer: number, kernels: readonly number[], id: string): readonly TableRow[] {
  const rows = (holder: Kernel, holderId: string, depth: number): readonly TableRow[] =>
    (holder.inside ?? []).flatMap((kernel, position, all): readonly TableRow[] => {
      const ownId = `${holderId}/inside:${kernel.id}`;
      const row: TableRow = { kind: 'inside', id: ownId, layer, kernel, depth, isLast: position === all.length - 1 };
      return [row, ...rows(kernel, ownId, depth + 1)];
    });
  return kernels.flatMap(position => {
    const kernel = model.profile?.kernels[position];
    return kernel === undefined ? [] : rows(kernel, `${id}/kernel:${position}`, 0);
  });
}

function sorted(model: LayerModel, layers: readonly number[], { column, descending }: Sort): readonly number[] {
  const values = new Map(layers.map(layer => [layer, sortValue(model, layer, column)]));
  const compare = (a: number, b: number) => {
    const [left, right] = [values.get(a), values.get(b)];
    if (typeof left === 'string' || typeof right === 'string')
      return String(left).localeCompare(String(right), undefined, { numeric: true });
    return (left ?? 0) - (right ?? 0);
  };
  // Unknown values come last in either direction.
  const isUnknown = (layer: number) => Number.isNaN(values.get(layer));
  return [...layers].sort((a, b) => {
    if (isUnknown(a) !== isUnknown(b)) return isUnknown(a) ? 1 : -1;
    return (descending ? compare(b, a) : compare(a, b)) || a - b;
  });
}
