import { groupBy } from '../../shared/base/groupBy';
import { squarify } from '../../../webview/layout/squarify';
import type { Rectangle } from '../../../webview/layout/rectangle';
import { hottestFirst, metricText, topGroup, type ReportLayer, type ReportLayers } from '../reportLayers';
import { heatClass, inkClass } from './heatClass';
import { at, markup, type Markup } from './markup';
import { textWidth } from './textWidth';

const WIDTH = 984;
const HEIGHT = 420;
const HEADING = 17;
/** Cells of a picture; what is smaller shares one cell of its group. */
const MOST_CELLS = 250;
/** Groups below this share of the whole are not drawn (design spec 4.4). */
const SMALLEST_SHARE = 0.004;
const TEXT_PX = 11;

interface Cell {
  readonly layer: ReportLayer | undefined;
  /** Layers that share the cell. */
  readonly count: number;
  readonly value: number;
}

/** A treemap of two levels: groups at the top, then layers; area and colour are the metric of the report. */
export function mapPicture(figures: ReportLayers): Markup {
  const known = figures.layers.filter(({ value }) => value > 0);
  const shown = new Set(hottestFirst(known).slice(0, MOST_CELLS));
  const groups = [...groupBy(known, topGroup)]
    .map(([name, layers]) => ({
      name,
      cells: cellsOf(layers, shown),
      value: layers.reduce((sum, { value }) => sum + value, 0),
    }))
    .filter(({ value }) => value >= SMALLEST_SHARE * figures.total);
  const areas = squarify(
    groups.map(({ value }) => value),
    { x: 0, y: 0, width: WIDTH, height: HEIGHT },
  );
  const drawn = groups.map(({ name, cells, value }, index) => groupCells(figures, name, value, cells, areas[index]!));
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Treemap of the layers">${drawn}</svg>`;
}

function cellsOf(layers: readonly ReportLayer[], shown: ReadonlySet<ReportLayer>): readonly Cell[] {
  const rest = layers.filter(layer => !shown.has(layer));
  const cells = layers.filter(layer => shown.has(layer)).map((layer): Cell => ({ layer, count: 1, value: layer.value }));
  const restValue = rest.reduce((sum, { value }) => sum + value, 0);
  return rest.length === 0 ? cells : [...cells, { layer: undefined, count: rest.length, value: restValue }];
}

function groupCells(figures: ReportLayers, name: string, value: number, cells: readonly Cell[], area: Rectangle): Markup {
  const hasHeading = name !== '' && area.height > 2 * HEADING && textWidth(name, TEXT_PX) < area.width - 10;
  const top = hasHeading ? HEADING : 1;
  const inner = { x: area.x + 1, y: area.y + top, width: Math.max(0, area.width - 3), height: Math.max(0, area.height - top - 2) };
  const rectangles = squarify(
    cells.map(cell => cell.value),
    inner,
  );
  const full = `${name}  ${metricText(figures, value)}`;
  const heading = textWidth(full, TEXT_PX) < area.width - 10 ? full : name;
  return markup`${hasHeading ? markup`<text class="xs b" x="${at(area.x + 4)}" y="${at(area.y + 12.5)}">${heading}</text>` : undefined}${cells.map((cell, index) => cellMarkup(figures, cell, rectangles[index]!))}`;
}

function cellMarkup(figures: ReportLayers, { layer, count, value }: Cell, { x, y, width, height }: Rectangle): Markup {
  const box = markup`x="${at(x)}" y="${at(y)}" width="${at(Math.max(0.4, width - 1))}" height="${at(Math.max(0.4, height - 1))}"`;
  if (layer === undefined)
    return markup`<rect class="hx" ${box}><title>${count} smaller layers: ${metricText(figures, value)}</title></rect>`;
  const text = metricText(figures, value);
  const labels = height < 16 ? [] : [shortName(layer), height < 31 ? '' : text].filter(label => textWidth(label, TEXT_PX) <= width - 8);
  const ink = inkClass(value, figures.most);
  return markup`<rect class="${heatClass(value, figures.most)} c" ${box}><title>${layer.name.slice(0, 80)}, ${layer.op.slice(0, 40)}: ${text}</title></rect>${labels.map((label, line) => markup`<text class="xs ${ink}" x="${at(x + 4)}" y="${at(y + 12 + 13 * line)}">${label}</text>`)}`;
}

/** A layer inside of its group bears what the group's name does not say. */
function shortName(layer: ReportLayer): string {
  const { name } = layer;
  const top = topGroup(layer);
  return top !== '' && name.startsWith(`${top}.`) ? name.slice(top.length + 1) : name;
}
