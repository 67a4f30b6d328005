import { formatShare } from '../../shared/base/formatNumber';
import { metricText, sumOfKnown, topGroup, type ReportLayer, type ReportLayers } from '../reportLayers';
import { heatClass } from './heatClass';
import { at, markup, type Markup } from './markup';
import { textWidth } from './textWidth';

const WIDTH = 984;
const HEIGHT = 64;
const NARROWEST = 4;
const NARROWEST_BRACKET = 8;
const BRACKET_ROOM = 24;
const TEXT_PX = 11;

/** One bar per layer in order of execution, the hottest of several where there are more than fit; groups below. `values`: what a bar shows, on the scale of `figures`. */
export function spinePicture(figures: ReportLayers, values: (layer: ReportLayer) => number, title: string): Markup {
  const { layers, most } = figures;
  const slots = Math.min(layers.length, Math.floor(WIDTH / NARROWEST));
  const width = WIDTH / Math.max(1, slots);
  const bars = Array.from({ length: slots }, (_, slot) => {
    const members = layers.slice(Math.floor((slot * layers.length) / slots), Math.floor(((slot + 1) * layers.length) / slots));
    return bar(figures, members, values, { x: slot * width, width, most });
  });
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT + BRACKET_ROOM}" role="img" aria-label="${title}"> ${bars}${brackets(figures, values)} </svg>`;
}

function bar(
  figures: ReportLayers,
  members: readonly ReportLayer[],
  values: (layer: ReportLayer) => number,
  { x, width, most }: { readonly x: number; readonly width: number; readonly most: number },
): Markup {
  const hottest = members.reduce((best, layer) => ((values(layer) || -1) > (values(best) || -1) ? layer : best), members[0]!);
  const value = values(hottest);
  const height = Number.isNaN(value) || most === 0 ? 2 : Math.max(1.5, Math.min(1, value / most) * HEIGHT);
  const more = members.length === 1 ? '' : `, the most of ${String(members.length)} layers`;
  return markup`<rect class="${heatClass(value, most)} c" x="${at(x + 0.25)}" y="${at(HEIGHT - height)}" width="${at(Math.max(0.5, width - 0.5))}" height="${at(height)}"><title>${hottest.name.slice(0, 80)}: ${metricText(figures, value)}${more}</title></rect>`;
}

interface Run {
  readonly name: string;
  readonly from: number;
  readonly end: number;
  readonly value: number;
}

/** Groups at the top as runs of neighbouring layers. */
function runs(layers: readonly ReportLayer[], values: (layer: ReportLayer) => number): readonly Run[] {
  const found: Run[] = [];
  layers.forEach((layer, index) => {
    const name = topGroup(layer);
    const value = values(layer);
    const last = found.at(-1);
    if (last?.name === name) found[found.length - 1] = { ...last, end: index + 1, value: sumOfKnown([last.value, value]) };
    else found.push({ name, from: index, end: index + 1, value });
  });
  return found;
}

function brackets(figures: ReportLayers, values: (layer: ReportLayer) => number): readonly Markup[] {
  const all = runs(figures.layers, values);
  const total = sumOfKnown(all.map(({ value }) => value));
  const perLayer = WIDTH / Math.max(1, figures.layers.length);
  return all
    .filter(({ name, from, end }) => name !== '' && (end - from) * perLayer >= NARROWEST_BRACKET)
    .map(({ name, from, end, value }) => {
      const [left, right] = [from * perLayer, end * perLayer];
      const share = formatShare(value / total, 0);
      const texts = [`${name} ${metricText(figures, value)} · ${share}`, `${name} ${share}`, name, /\d+$/.exec(name)?.[0] ?? ''];
      const text = texts.find(candidate => textWidth(candidate, TEXT_PX) <= right - left - 4) ?? '';
      return markup`<path class="line" d="M${at(left + 1)} ${HEIGHT + 3}v4H${at(right - 1)}v-4" /><text class="xs" x="${at((left + right) / 2)}" y="${HEIGHT + 20}" text-anchor="middle">${text}</text>`;
    });
}
