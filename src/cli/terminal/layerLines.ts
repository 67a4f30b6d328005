import { formatCount, formatDuration, formatShare, UNKNOWN } from '../../shared/base/formatNumber';
import type { Graph, NodeId } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { Column } from '../../shared/report/column';
import { kernelTimes } from '../../shared/report/kernelTimes';
import { strayKernels, summarizeLayers, type LayerSummary } from '../../shared/report/layerSummary';
import type { Profile } from '../../shared/report/latency';
import { heatBar } from './heatBar';
import { insideRows, type InsideRow } from './insideRows';
import { measuredColumns, type LayerColumn } from './measuredColumns';
import { metricText, titleOfMetric } from './metricText';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';
import type { TableMetric } from './tableMetrics';

const MOST_ROWS = 25;
const BAR_WIDTH = 18;
const LONGEST_NAME = 40;
const LONGEST_OP = 16;

interface Row {
  readonly layer: LayerSummary;
  readonly macs: number | undefined;
  readonly params: number | undefined;
  /** What rows are sorted by and the bar shows: time where measured, else MACs; 0 where they are not known. */
  readonly heat: number;
}

interface TableLine {
  readonly cells: readonly string[];
  readonly heat: number;
}

/** What the table has besides its first columns. */
interface LayerTable {
  /** By anchor: which roof limits it, and how near it comes. */
  readonly limits?: ReadonlyMap<NodeId, string> | undefined;
  readonly metrics?: readonly TableMetric[];
  /** Columns that need the values of weights, when they were read. */
  readonly sparsity?: readonly Column[] | undefined;
}

/** The layer heat table, hottest layers first: by time where it was measured, else by MACs. */
export function layerLines(
  { model, analysis }: { readonly model: { readonly graph: Graph }; readonly analysis: Analysis },
  profile: Profile | undefined,
  style: TerminalStyle,
  { limits, metrics = [], sparsity = [] }: LayerTable = {},
): readonly string[] {
  const rows = layerRows(analysis, profile);
  const shown = rows.slice(0, MOST_ROWS);
  const hottest = shown[0]?.heat ?? 0;
  const total = totalOf(rows, profile);
  const measured = profile === undefined ? undefined : measuredColumns(analysis, profile);
  const shownColumns = measured === undefined ? STATIC_COLUMNS : [...NAME_COLUMNS, ...measured, right('MACs')];
  const added = [...new Set(metrics)].filter(metric => !shownColumns.some(({ title }) => title === titleOfMetric(metric)));
  const lines = shown.flatMap((row): readonly TableLine[] => {
    const { anchor } = row.layer;
    const op = printable(model.graph.nodes.ops[anchor] ?? '', LONGEST_OP);
    const cells = [
      String(anchor),
      printable(row.layer.name, LONGEST_NAME),
      op,
      ...(measured === undefined ? staticNumbers(row, total) : measuredNumbers(row, measured)),
      ...added.map(metric => metricText({ model, analysis }, [...analysis.columns, ...sparsity], metric, row.layer)),
      ...(limits === undefined ? [] : [limits.get(anchor) ?? '']),
    ];
    const inside = profile === undefined ? [] : insideRows(model.graph, row.layer.kernels, profile);
    return [{ cells, heat: row.heat }, ...inside.map(below => insideLine(below, measured ?? []))];
  });
  const columns = [...shownColumns, ...added.map(metric => right(titleOfMetric(metric)))];
  const table = formatTable(
    limits === undefined ? columns : [...columns, right(profile === undefined ? 'Estimate, bound' : 'Of roofline')],
    lines.map(({ cells }) => cells),
  );
  const width = Math.max(...table.map(line => line.length));
  const bars = lines.map(({ heat }) => heatBar(hottest === 0 ? 0 : heat / hottest, BAR_WIDTH, style.colour));
  return [
    style.strong(table[0] ?? ''),
    ...table.slice(1).map((line, index) => `${line.padEnd(width)}  ${bars[index] ?? ''}`.trimEnd()),
    ...restLines(rows.slice(MOST_ROWS), analysis, profile).map(style.faint),
    ...(profile === undefined ? [] : sumLines(total, analysis, profile).map(style.faint)),
  ];
}

function layerRows(analysis: Analysis, profile: Profile | undefined): readonly Row[] {
  const macs = analysis.columns.find(column => column.id === 'macs');
  const params = analysis.columns.find(column => column.id === 'params');
  const rows = summarizeLayers(analysis, profile).map(layer => {
    const layerMacs = sumOver(macs, layer.nodes);
    const heat = (profile === undefined ? layerMacs : layer.latencyMs) ?? 0;
    return { layer, macs: layerMacs, params: sumOver(params, layer.nodes), heat };
  });
  return rows.sort((a, b) => b.heat - a.heat);
}

/** What ran in a body has no number, and no values but the measured ones. */
function insideLine({ name, op, layer, latencyMs }: InsideRow, columns: readonly LayerColumn[]): TableLine {
  const numbers = layer === undefined ? [formatDuration(latencyMs)] : columns.map(column => column.cell(layer));
  return { cells: ['', printable(name), printable(op, LONGEST_OP), ...numbers], heat: latencyMs };
}

const NAME_COLUMNS = [
  { title: '#', align: 'right' },
  { title: 'Layer', align: 'left' },
  { title: 'Op', align: 'left' },
] as const satisfies readonly TableColumn[];
const right = (title: string): TableColumn => ({ title, align: 'right' });
const STATIC_COLUMNS = [...NAME_COLUMNS, right('MACs'), right('Share'), right('Parameters')];

function staticNumbers({ macs, params, heat }: Row, total: number): readonly string[] {
  return [orUnknown(macs, formatCount), formatShare(heat / total), orUnknown(params, formatCount)];
}

function measuredNumbers({ layer, macs }: Row, columns: readonly LayerColumn[]): readonly string[] {
  return [...columns.map(column => column.cell(layer)), orUnknown(macs, formatCount)];
}

function orUnknown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? UNKNOWN : format(value);
}

function restLines(rest: readonly Row[], analysis: Analysis, profile: Profile | undefined): readonly string[] {
  const stray = profile === undefined ? [] : strayKernels(analysis, profile);
  const restHeat = totalOf(rest, profile);
  const strayMs = kernelTimes(stray).medianMs;
  const restText = profile === undefined ? `${formatCount(restHeat)} MACs` : formatDuration(restHeat);
  return [
    ...(rest.length === 0 ? [] : [`${String(rest.length)} more ${rest.length === 1 ? 'layer' : 'layers'}: ${restText}`]),
    ...(stray.length === 0
      ? []
      : [`${String(stray.length)} ${stray.length === 1 ? 'kernel' : 'kernels'} on no layer: ${formatDuration(strayMs)}`]),
  ];
}

/** Sum of times, or of MACs where nothing was measured; NaN when one of those is not known. */
function totalOf(rows: readonly Row[], profile: Profile | undefined): number {
  return rows.reduce((sum, { heat, macs }) => sum + (profile === undefined ? (macs ?? Number.NaN) : heat), 0);
}

/** How the parts make up the headline; nothing where it could not be split. */
function sumLines(layersMs: number, analysis: Analysis, profile: Profile): readonly string[] {
  const { medianMs, residualMs } = profile.latency;
  if (residualMs === undefined) return [];
  const strayMs = kernelTimes(strayKernels(analysis, profile)).medianMs;
  const stray = strayMs > 0 ? ` + kernels on no layer ${formatDuration(strayMs)}` : '';
  return [`layers ${formatDuration(layersMs)}${stray} + runtime overhead ${formatDuration(residualMs)} = ${formatDuration(medianMs)}`];
}

/** `undefined` when a value is not known. */
function sumOver(column: Column | undefined, nodes: readonly number[]): number | undefined {
  const sum = nodes.reduce((total, node) => total + (column?.values[node] ?? Number.NaN), 0);
  return Number.isNaN(sum) ? undefined : sum;
}
