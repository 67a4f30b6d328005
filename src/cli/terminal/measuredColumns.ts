import { formatDuration, formatDurationInterval, formatShare, UNKNOWN } from '../../shared/base/formatNumber';
import type { Analysis } from '../../shared/report/analysis';
import { floorOf, isAtFloor, kernelTimes } from '../../shared/report/kernelTimes';
import type { LayerSummary } from '../../shared/report/layerSummary';
import type { Profile } from '../../shared/report/latency';
import { splitKernels } from '../../shared/report/splitKernels';
import type { TableColumn } from './table';

/** A column of the layer table with what it says of a layer. */
export interface LayerColumn extends TableColumn {
  readonly cell: (layer: LayerSummary) => string;
}

/** What was measured of each layer; the split only where a kernel spans layers, the efficiency only where it was measured. */
export function measuredColumns(analysis: Analysis, profile: Profile): readonly LayerColumn[] {
  const isCompared = profile.kernels.some(({ parallelEfficiency }) => parallelEfficiency !== undefined);
  return [
    column('Time', layer => timeText(layer, profile.floorMs)),
    column('Interval', layer => intervalText(layer, profile.floorMs)),
    column('Share', ({ kernels, share }) => (share === undefined || kernels.length === 0 ? UNKNOWN : formatShare(share))),
    ...(spansLayers(analysis, profile) ? [splitColumn(analysis, profile)] : []),
    ...(isCompared ? [column('Thread efficiency', ({ kernels }) => efficiencyText(kernelTimes(kernels).parallelEfficiency))] : []),
  ];
}

function column(title: string, cell: LayerColumn['cell']): LayerColumn {
  return { title, align: 'right', cell };
}

/** A time that is no longer than timing takes is only known to be no longer than that. A layer without kernels of its own has no time. */
function timeText({ kernels }: LayerSummary, floorMs: number): string {
  if (kernels.length === 0) return UNKNOWN;
  if (isAtFloor(kernels, floorMs)) return `≤ ${formatDuration(floorOf(kernels, floorMs))}`;
  return formatDuration(kernelTimes(kernels).medianMs);
}

function intervalText({ kernels }: LayerSummary, floorMs: number): string {
  const { medianMs, lowMs, highMs } = kernelTimes(kernels);
  return isAtFloor(kernels, floorMs) ? '' : formatDurationInterval(lowMs, highMs, medianMs);
}

function spansLayers({ hierarchy }: Analysis, { kernels }: Profile): boolean {
  return kernels.some(({ covers }) => new Set(covers.map(node => hierarchy.layerOf[node] ?? -1).filter(layer => layer >= 0)).size > 1);
}

function splitColumn({ columns, hierarchy }: Analysis, { kernels }: Profile): LayerColumn {
  const split = splitKernels(kernels, columns, hierarchy.layerOf.length);
  return column('Split, estimate', ({ nodes }) => {
    const known = nodes.map(node => split[node] ?? Number.NaN).filter(ms => !Number.isNaN(ms));
    return known.length === 0 ? UNKNOWN : formatDuration(known.reduce((sum, ms) => sum + ms, 0));
  });
}

function efficiencyText(efficiency: number | undefined): string {
  return efficiency === undefined ? UNKNOWN : formatShare(efficiency, 0);
}
