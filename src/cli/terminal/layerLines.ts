import { formatCount, formatDuration, formatShare, UNKNOWN } from '../../shared/base/formatNumber';
import type { Analysis } from '../../shared/report/analysis';
import type { Column } from '../../shared/report/column';
import { strayKernels, summarizeLayers, type LayerSummary } from '../../shared/report/layerSummary';
import type { Profile } from '../../shared/report/latency';
import { heatBar } from './heatBar';
import { printable } from './printable';
import { formatTable } from './table';

const MOST_ROWS = 25;
const BAR_WIDTH = 20;

/** The layer heat table: hottest layers first, by time where measured, by MACs before. */
export function layerLines(analysis: Analysis, profile: Profile | undefined, colour: boolean): readonly string[] {
  const macs = analysis.columns.find(column => column.id === 'macs');
  const layers = summarizeLayers(analysis, profile).map(layer => ({ layer, macs: sumOver(macs, layer.nodes) }));
  const heat = (row: (typeof layers)[number]): number => (profile === undefined ? (row.macs ?? 0) : (row.layer.latencyMs ?? 0));
  const sorted = [...layers].sort((a, b) => heat(b) - heat(a));
  const hottest = Math.max(...sorted.map(heat), 0);
  const shown = sorted.slice(0, MOST_ROWS);
  const rows = shown.map(row => [
    String(row.layer.anchor),
    printable(layerTitle(row.layer), 44),
    duration(row.layer.latencyMs),
    row.layer.share === undefined ? '' : formatShare(row.layer.share),
    row.macs === undefined ? UNKNOWN : formatCount(row.macs),
  ]);
  const table = formatTable(COLUMNS, rows);
  const bars = shown.map(row => heatBar(hottest === 0 ? 0 : heat(row) / hottest, BAR_WIDTH, colour));
  const width = Math.max(...table.map(line => line.length));
  return [
    ...table.map((line, index) => (index === 0 ? line : `${line.padEnd(width)}  ${bars[index - 1] ?? ''}`)),
    ...restLines(sorted.slice(MOST_ROWS), analysis, profile),
  ];
}

const COLUMNS = [
  { title: '#', align: 'right' },
  { title: 'Layer', align: 'left' },
  { title: 'Time', align: 'right' },
  { title: 'Share', align: 'right' },
  { title: 'MACs', align: 'right' },
] as const;

function layerTitle(layer: LayerSummary): string {
  return layer.group === '' || layer.name.startsWith(layer.group) ? layer.name : `${layer.group}.${layer.name}`;
}

function duration(latencyMs: number | undefined): string {
  return latencyMs === undefined ? UNKNOWN : formatDuration(latencyMs);
}

function restLines(rest: readonly { readonly layer: LayerSummary }[], analysis: Analysis, profile: Profile | undefined): readonly string[] {
  const stray = profile === undefined ? [] : strayKernels(analysis, profile);
  const restMs = rest.reduce((sum, row) => sum + (row.layer.latencyMs ?? 0), 0);
  const strayMs = stray.reduce((sum, kernel) => sum + kernel.medianMs, 0);
  return [
    ...(rest.length === 0 ? [] : [`${String(rest.length)} more layers${profile === undefined ? '' : `: ${formatDuration(restMs)}`}`]),
    ...(stray.length === 0 ? [] : [`${String(stray.length)} kernels on no layer: ${formatDuration(strayMs)}`]),
  ];
}

/** `undefined` when a value is not known. */
function sumOver(column: Column | undefined, nodes: readonly number[]): number | undefined {
  const sum = nodes.reduce((total, node) => total + (column?.values[node] ?? Number.NaN), 0);
  return Number.isNaN(sum) ? undefined : sum;
}
