import { formatBytes, formatDuration } from '../../shared/base/formatNumber';
import type { Kernel, Profile } from '../../shared/report/latency';
import type { ReportContent } from '../reportContent';
import { heatClass } from './heatClass';
import { at, markup, type Markup } from './markup';

const WIDTH = 984;
const [MEMORY, STRIP, AXIS] = [90, 26, 20];
const TICKS = 5;
const NARROWEST = 2.5;

interface Step {
  readonly kernel: Kernel;
  readonly from: number;
  readonly to: number;
  /** Live bytes while it runs; NaN where not known. */
  readonly bytes: number;
}

/** Kernels one after the other, as wide as they took, below the activations that are alive meanwhile (computed from shapes). */
export function timelinePicture({ analysis }: ReportContent, profile: Profile): Markup {
  const peak = analysis.columns.find(({ id }) => id === 'peakBytes')?.values;
  const steps = stepsOf(profile.kernels, peak);
  const total = steps.at(-1)?.to ?? 0;
  const most = steps.reduce((max, { kernel }) => Math.max(max, kernel.medianMs), 0);
  const mostBytes = steps.reduce((max, { bytes }) => Math.max(max, bytes || 0), 0);
  const height = MEMORY + STRIP + AXIS;
  const memory = mostBytes === 0 ? 'live activations are not known' : `live activations, at most ${formatBytes(mostBytes)}`;
  return markup`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Kernels and live activations over time"> ${area(steps, total, mostBytes)} <text class="xs muted" x="0" y="10">${memory}</text> ${bars(steps, total, most)}${ticks(total)} </svg>`;
}

function stepsOf(kernels: readonly Kernel[], peak: Float64Array | undefined): readonly Step[] {
  let [time, bytes] = [0, Number.NaN];
  return kernels.map(kernel => {
    const own = kernel.covers.reduce((most, node) => Math.max(most, peak?.[node] ?? 0), 0);
    if (own > 0) bytes = own;
    const from = time;
    time += kernel.medianMs;
    return { kernel, from, to: time, bytes };
  });
}

function area(steps: readonly Step[], total: number, most: number): Markup | undefined {
  if (most === 0 || total === 0) return undefined;
  let [path, lastX, lastY] = [`M0 ${String(MEMORY)}`, -1, -1];
  for (const { from, to, bytes } of steps) {
    const y = at(MEMORY - ((bytes || 0) / most) * (MEMORY - 16));
    const [left, right] = [at((from / total) * WIDTH), at((to / total) * WIDTH)];
    if (right === lastX && y >= lastY) continue;
    path += `L${String(left)} ${String(y)}H${String(right)}`;
    [lastX, lastY] = [right, y];
  }
  return markup`<path class="area" d="${path}V${MEMORY}Z" />`;
}

/** Kernels that are too narrow to be seen are drawn together, as hot as the hottest. */
function bars(steps: readonly Step[], total: number, most: number): readonly Markup[] {
  const drawn: Markup[] = [];
  let [first, hottest] = [0, 0];
  steps.forEach(({ kernel, to }, index) => {
    if (kernel.medianMs > (steps[hottest]?.kernel.medianMs ?? 0)) hottest = index;
    const x = ((steps[first]?.from ?? 0) / total) * WIDTH;
    const width = (to / total) * WIDTH - x;
    if (width < NARROWEST && index < steps.length - 1) return;
    const shown = steps[hottest]?.kernel ?? kernel;
    const title =
      first === index
        ? `${kernel.name.slice(0, 80)}, ${kernel.op.slice(0, 40)}: ${formatDuration(kernel.medianMs)}`
        : `${String(index - first + 1)} kernels`;
    drawn.push(
      markup`<rect class="${heatClass(shown.medianMs, most)} c" x="${at(x)}" y="${MEMORY + 4}" width="${at(Math.max(0.4, width - 0.3))}" height="${STRIP - 4}"><title>${title}</title></rect>`,
    );
    first = hottest = index + 1;
  });
  return drawn;
}

function ticks(total: number): readonly Markup[] {
  return Array.from({ length: TICKS }, (_, tick) => {
    const anchor = tick === 0 ? 'start' : tick === TICKS - 1 ? 'end' : 'middle';
    const share = tick / (TICKS - 1);
    return markup`<text class="xs muted" x="${at(share * WIDTH)}" y="${MEMORY + STRIP + 14}" text-anchor="${anchor}">${formatDuration(total * share)}</text>`;
  });
}
