import { formatDuration, formatDurationInterval } from '../../shared/base/formatNumber';
import { mainVariant, type ReportContent } from '../reportContent';
import type { MedianInterval } from '../reportVariant';
import { variantRows, type VariantRow } from '../variantRows';
import { at, markup, type Markup } from './markup';

const WIDTH = 104;
/** Identity of variants in their order: one colour each, and the words beside it. */
const COLORS = 6;

/** Baseline and variants with their latencies on one axis; nothing without variants. */
export function variantTable(content: ReportContent): Markup | undefined {
  const rows = variantRows(content);
  if (rows.length === 0) return undefined;
  const most = rows.reduce((max, { latency }) => Math.max(max, latency?.highMs ?? 0), 0);
  const baseline = rows[0]?.latency?.medianMs;
  const main = mainVariant(content)?.file;
  return markup`<h2>Variants</h2><div class="scroll"><table><thead><tr><td></td><th>Variant</th><th class="n">Size</th><th>Latency, 95 % interval</th><td></td><th>Against baseline</th><th class="n">Agreement</th></tr></thead><tbody> ${rows.map((row, index) => rowMarkup(row, index, { most, baseline, isMain: row.file === main }))}</tbody></table></div>`;
}

interface Axis {
  readonly most: number;
  readonly baseline: number | undefined;
  readonly isMain: boolean;
}

function rowMarkup({ file, description, size, latency, verdict, agreement }: VariantRow, index: number, axis: Axis): Markup {
  const color = index === 0 ? 'var(--fg)' : `var(--v${String(((index - 1) % COLORS) + 1)})`;
  const name = axis.isMain ? markup`<b>${file}</b>` : markup`${file}`;
  return markup`<tr><td class="id"> <svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="4" style="fill:${color}" /></svg></td><td>${name} <span class="muted">${description}</span></td><td class="n">${size}</td><td class="id">${latency && whisker(latency, color, axis)}</td><td class="nw"> ${latency && markup`${formatDuration(latency.medianMs)} <span class="muted">${formatDurationInterval(latency.lowMs, latency.highMs, latency.medianMs)}</span>`}</td><td>${verdict}</td><td class="n">${agreement}</td></tr>`;
}

/** A bar to the median, its interval, and a mark where the baseline is. */
function whisker({ medianMs, lowMs, highMs }: MedianInterval, color: string, { most, baseline }: Axis): Markup {
  const x = (ms: number): number => at((ms / most) * (WIDTH - 6));
  const mark = baseline === undefined ? undefined : markup`<path class="line" stroke-dasharray="1 2" d="M${x(baseline)} 0V16" />`;
  return markup`<svg width="${WIDTH}" height="16" aria-hidden="true"> ${mark} <rect y="6" width="${x(medianMs)}" height="4" style="fill:${color};fill-opacity:.4" /> <path d="M${x(lowMs)} 8H${x(highMs)}" style="stroke:${color};stroke-width:1.5" /> <circle cx="${x(medianMs)}" cy="8" r="3" style="fill:${color}" /> </svg>`;
}
