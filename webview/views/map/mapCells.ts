import * as l10n from '@vscode/l10n';
import { largest, smallest } from '../../../src/shared/base/extremes';
import { gridOf } from '../../layout/gridOf';
import type { Rectangle } from '../../layout/rectangle';
import { squarify } from '../../layout/squarify';
import { groupValue } from '../model/groupValue';
import type { LayerColumn, LayerModel } from '../model/layerModel';

/** A group of the map with the cells of its layers. */
export interface MapGroup {
  readonly section: number;
  readonly name: string;
  readonly inferred: boolean;
  readonly value: number;
  readonly area: Rectangle;
  readonly cells: readonly MapCell[];
}

export interface MapCell {
  /** −1 for the layers that are too small to be told apart. */
  readonly layer: number;
  readonly area: Rectangle;
}

export interface MapLayout {
  readonly groups: readonly MapGroup[];
  /** Names of groups that are too small to be drawn. */
  readonly omitted: readonly string[];
}

const MARGIN = 14;
const HEADING = 19;
/** Groups below this share of the whole are named, not drawn. */
const SMALLEST_SHARE = 0.004;
/** Layers below this many floors share one neutral cell. */
const SMALLEST_FLOORS = 1.5;
/** From this many siblings on, equal groups keep their order in a grid. */
const FEWEST_IN_GRID = 6;

/** Squarified treemap of two levels: sections with headings, and their layers (design spec 4.4). */
export function mapCells(model: LayerModel, column: LayerColumn, width: number, height: number, only: string | undefined): MapLayout {
  const parts = partsOf(model, column).filter(({ name }) => only === undefined || name === only);
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  const drawn = parts.filter(({ value }) => value > whole * SMALLEST_SHARE);
  const area = { x: MARGIN, y: 8, width: Math.max(0, width - MARGIN - 11), height: Math.max(0, height - 18) };
  const areas = areasOf(drawn, area);
  const groups = drawn.map(({ section, name, inferred, value, layers }, position): MapGroup => {
    const outer = areas[position] ?? area;
    const inner = { x: outer.x + 2, y: outer.y + HEADING, width: outer.width - 7, height: outer.height - HEADING - 5 };
    return { section, name, inferred, value, area: outer, cells: cellsOf(column, layers, inner) };
  });
  return { groups, omitted: parts.filter(part => !drawn.includes(part)).map(({ name }) => name) };
}

interface Part {
  /** −1 for what belongs to none. */
  readonly section: number;
  readonly name: string;
  readonly inferred: boolean;
  readonly layers: readonly number[];
  readonly value: number;
}

/** Sections, and one part for all that belongs to none. */
function partsOf({ sections, layers: all }: LayerModel, column: LayerColumn): readonly Part[] {
  const part = (section: number, name: string, inferred: boolean, layers: readonly number[]): Part => {
    return { section, name, inferred, layers, value: groupValue(column, layers) || 0 };
  };
  const parts = sections.map(({ name, inferred, first, end }, section) =>
    part(
      section,
      name,
      inferred,
      Array.from({ length: end - first }, (_, place) => first + place),
    ),
  );
  const loose = all.flatMap(({ section }, layer) => (section < 0 ? [layer] : []));
  return loose.length === 0 ? parts : [...parts, part(-1, parts.length === 0 ? '' : l10n.t('in no group'), false, loose)];
}

/** Six or more siblings of about equal size are compared by place: a grid in their order, the rest beside it. */
function areasOf(parts: readonly Part[], area: Rectangle): readonly Rectangle[] {
  const siblings = largestFamily(parts);
  if (siblings.size < FEWEST_IN_GRID)
    return squarify(
      parts.map(({ value }) => value),
      area,
    );
  const others = parts.filter(part => !siblings.has(part));
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  const otherShare = others.reduce((sum, { value }) => sum + value, 0) / whole;
  const otherWidth = others.length === 0 ? 0 : Math.max(76, area.width * otherShare);
  const grid = gridOf(siblings.size, { ...area, width: area.width - otherWidth });
  const rest = squarify(
    others.map(({ value }) => value),
    { ...area, x: area.x + area.width - otherWidth, width: otherWidth },
  );
  let [inGrid, inRest] = [0, 0];
  return parts.map(part => (siblings.has(part) ? grid[inGrid++] : rest[inRest++]) ?? area);
}

/** Groups whose names differ in their last number only, none more than twice another. */
function largestFamily(parts: readonly Part[]): ReadonlySet<Part> {
  const families = new Map<string, Part[]>();
  for (const part of parts) {
    const stem = /^(.*?)\d+$/.exec(part.name)?.[1];
    const family = families.get(stem ?? '');
    if (family !== undefined) family.push(part);
    else if (stem !== undefined) families.set(stem, [part]);
  }
  const [family = []] = [...families.values()].sort((a, b) => b.length - a.length);
  const values = family.map(({ value }) => value);
  return new Set(largest(values) <= 2 * smallest(values) ? family : []);
}

function cellsOf(column: LayerColumn, layers: readonly number[], area: Rectangle): readonly MapCell[] {
  const valueOf = (layer: number) => column.values[layer] || 0;
  const isShown = (layer: number) => valueOf(layer) > 0 && valueOf(layer) > column.floor * SMALLEST_FLOORS;
  const shown = layers.filter(isShown);
  const rest = layers.reduce((sum, layer) => (isShown(layer) ? sum : sum + valueOf(layer)), 0);
  const areas = squarify([...shown.map(valueOf), rest], area);
  const cells = shown.map((layer, index) => ({ layer, area: areas[index] ?? area }));
  return rest > 0 ? [...cells, { layer: -1, area: areas[shown.length] ?? area }] : cells;
}
