import { formatShare, UNKNOWN } from '../../shared/base/formatNumber';
import { layeredLevel } from '../../../webview/layout/graph/layeredLevel';
import type { ReportContent } from '../reportContent';
import { metricText, type ReportLayer, type ReportLayers } from '../reportLayers';
import { groupGraph, type GroupBox } from './groupGraph';
import { heatClass } from './heatClass';
import { at, markup, type Markup } from './markup';
import { fitted, textWidth } from './textWidth';

const WIDTH = 984;
const [BOX_WIDTH, BOX_HEIGHT] = [300, 38];
const MOST_CELLS = 48;
const TEXT_PX = 12;

/** Groups of the model as boxes with a cell of heat per layer, and which reads from which. */
export function graphPicture(content: ReportContent, figures: ReportLayers): Markup {
  const { boxes, edges } = groupGraph(content, figures);
  const size = (value: number): Float64Array => new Float64Array(boxes.length).fill(value);
  const layout = layeredLevel({
    frame: -1,
    form: 'layered',
    boxes: Int32Array.from(boxes, (_, place) => place),
    aside: new Int32Array(),
    edges,
    entries: new Int32Array(),
    width: size(BOX_WIDTH),
    height: size(BOX_HEIGHT),
    stretches: () => false,
    gap: 0,
  });
  const [width, height] = [Math.max(WIDTH, layout.size[0] + 2), layout.size[1] + 2];
  const left = (width - layout.size[0]) / 2;
  const lines = layout.lines.map(points => markup`<path class="edge" d="${route(points)}" marker-end="url(#tip)" />`);
  const drawn = boxes.map((box, place) => boxMarkup(figures, box, layout.x[place] ?? 0, layout.y[place] ?? 0));
  return markup`<svg viewBox="0 0 ${at(width)} ${at(height)}" role="img" aria-label="Graph of the model's groups"> <defs> <marker id="tip" viewBox="0 0 6 6" refX="5.5" refY="3" markerWidth="6" markerHeight="6" orient="auto"> <path class="tip" d="M0 0 6 3 0 6z" /> </marker> </defs> <g transform="translate(${at(left)} 1)">${lines}${drawn}</g> </svg>`;
}

function route(points: readonly number[]): string {
  const pairs = Array.from(
    { length: points.length / 2 },
    (_, index) => `${String(at(points[2 * index]!))} ${String(at(points[2 * index + 1]!))}`,
  );
  return `M${pairs.join('L')}`;
}

function boxMarkup(figures: ReportLayers, box: GroupBox, x: number, y: number): Markup {
  const text = Number.isNaN(box.value) ? UNKNOWN : `${metricText(figures, box.value)} · ${formatShare(box.value / figures.total, 0)}`;
  const name = fitted(box.name, BOX_WIDTH - 24 - textWidth(text, TEXT_PX), TEXT_PX);
  return markup`<g transform="translate(${at(x)} ${at(y)})"><title>${box.name.slice(0, 120)}: ${box.layers.length} ${box.layers.length === 1 ? 'layer' : 'layers'}, ${text}</title><rect class="box" width="${BOX_WIDTH}" height="${BOX_HEIGHT}" rx="3" /><text class="sm" x="8" y="15">${name}</text><text class="sm muted" x="${BOX_WIDTH - 8}" y="15" text-anchor="end">${text}</text>${cells(figures, box.layers)}</g>`;
}

/** Equal cells in order of execution, the hottest of several where there are too many. */
function cells({ most }: ReportLayers, layers: readonly ReportLayer[]): readonly Markup[] {
  const count = Math.min(layers.length, MOST_CELLS);
  const pitch = Math.min(11, (BOX_WIDTH - 16) / count);
  return Array.from({ length: count }, (_, cell) => {
    const members = layers.slice(Math.floor((cell * layers.length) / count), Math.floor(((cell + 1) * layers.length) / count));
    const value = members.reduce((hottest, layer) => (layer.value > hottest || Number.isNaN(hottest) ? layer.value : hottest), Number.NaN);
    return markup`<rect class="${heatClass(value, most)} c" x="${at(8 + cell * pitch)}" y="22" width="${at(pitch - 1)}" height="10" />`;
  });
}
