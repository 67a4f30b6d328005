import { largest, smallest } from '../../../src/shared/base/extremes';
import { gridOf } from '../../layout/gridOf';
import type { Rectangle } from '../../layout/rectangle';
import { squarify } from '../../layout/squarify';
import { rangeValue } from '../model/groupValue';
import type { LayerColumn, LayerModel, Section } from '../model/layerModel';

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
  const parts = partsOf(model, column).filter(({ section }) => only === undefined || section.name === only);
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  const drawn = parts.filter(({ value }) => value > whole * SMALLEST_SHARE);
  const area = { x: MARGIN, y: 8, width: Math.max(0, width - MARGIN - 11), height: Math.max(0, height - 18) };
  const areas = areasOf(drawn, area);
  const groups = drawn.map(({ section, index, value }, position): MapGroup => {
    const outer = areas[position] ?? area;
    const inner = { x: outer.x + 2, y: outer.y + HEADING, width: outer.width - 7, height: outer.height - HEADING - 5 };
    return { section: index, name: section.name, inferred: section.inferred, value, area: outer, cells: cellsOf(column, section, inner) };
  });
  return { groups, omitted: parts.filter(part => !drawn.includes(part)).map(({ section }) => section.name) };
}

interface Part {
  readonly section: Section;
  readonly index: number;
  readonly value: number;
}

/** Sections, and one without a name for what belongs to none. */
function partsOf(model: LayerModel, column: LayerColumn): readonly Part[] {
  const parts = model.sections.map((section, index) => ({ section, index, value: rangeValue(column, section.first, section.end) || 0 }));
  return parts.length > 0 ? parts : [wholeModel(model, column)];
}

function wholeModel(model: LayerModel, column: LayerColumn): Part {
  const section = { name: '', inferred: false, first: 0, end: model.layers.length };
  return { section, index: -1, value: rangeValue(column, 0, model.layers.length) || 0 };
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
    const stem = /^(.*?)\d+$/.exec(part.section.name)?.[1];
    const family = families.get(stem ?? '');
    if (family !== undefined) family.push(part);
    else if (stem !== undefined) families.set(stem, [part]);
  }
  const [family = []] = [...families.values()].sort((a, b) => b.length - a.length);
  const values = family.map(({ value }) => value);
  return new Set(largest(values) <= 2 * smallest(values) ? family : []);
}

function cellsOf(column: LayerColumn, { first, end }: Section, area: Rectangle): readonly MapCell[] {
  const layers = Array.from({ length: end - first }, (_, index) => first + index);
  const valueOf = (layer: number) => column.values[layer] || 0;
  const isShown = (layer: number) => valueOf(layer) > 0 && valueOf(layer) > column.floor * SMALLEST_FLOORS;
  const shown = layers.filter(isShown);
  const rest = layers.reduce((sum, layer) => (isShown(layer) ? sum : sum + valueOf(layer)), 0);
  const areas = squarify([...shown.map(valueOf), rest], area);
  const cells = shown.map((layer, index) => ({ layer, area: areas[index] ?? area }));
  return rest > 0 ? [...cells, { layer: -1, area: areas[shown.length] ?? area }] : cells;
}
