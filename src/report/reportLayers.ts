import { formatCount, formatDuration } from '../shared/base/formatNumber';
import { floorOf, isAtFloor } from '../shared/report/kernelTimes';
import { summarizeLayers, type LayerSummary } from '../shared/report/layerSummary';
import { mainVariant, type ReportContent } from './reportContent';

/** A layer with the value that gives its colour. */
export interface ReportLayer extends LayerSummary {
  readonly op: string;
  /** Of the metric; NaN where it is not known. */
  readonly value: number;
  /** NaN where not known. */
  readonly macs: number;
  /** Share of the roof above it, 0..1; NaN where not known. */
  readonly ofLimit: number;
}

export type ReportMetric = 'latencyMs' | 'macs' | 'params';

/** The layers of a model and the one metric that every picture of a report shows. */
export interface ReportLayers {
  readonly metric: ReportMetric;
  readonly layers: readonly ReportLayer[];
  /** The hot end of the scale: the largest value. */
  readonly most: number;
  readonly total: number;
}

/**
 * Layers in order of execution, coloured by latency where it was measured, else by MACs, else, where sizes are left open, by parameters. Beside what became of them, layers have the times that were measured
 * together with those.
 */
export function reportLayers(content: ReportContent): ReportLayers {
  const { analysis, graph, profile, roofline } = content;
  const before = mainVariant(content)?.layerMs?.before;
  const sumOf = (nodes: readonly number[], id: 'macs' | 'params'): number => {
    const values = analysis.columns.find(column => column.id === id)?.values;
    return nodes.reduce((sum, node) => sum + (values?.[node] ?? Number.NaN), 0);
  };
  const summaries = summarizeLayers(analysis, profile);
  const hasAny = (id: 'macs' | 'params'): boolean => summaries.some(({ nodes }) => sumOf(nodes, id) > 0);
  const counted = !hasAny('macs') && hasAny('params') ? 'params' : 'macs';
  const metric = profile !== undefined || before !== undefined ? 'latencyMs' : counted;
  const limits = new Map(roofline?.layers.map(({ node, roofline: { ofLimit } }) => [node, ofLimit ?? Number.NaN]));
  const layers = summaries.map((layer): ReportLayer => {
    const latencyMs = before === undefined ? layer.latencyMs : before.get(layer.anchor);
    return {
      ...layer,
      op: graph.nodes.ops[layer.anchor] ?? '',
      macs: sumOf(layer.nodes, 'macs'),
      ofLimit: limits.get(layer.anchor) ?? Number.NaN,
      value: metric === 'latencyMs' ? positive(latencyMs) : sumOf(layer.nodes, metric),
    };
  });
  const known = layers.map(({ value }) => value).filter(value => !Number.isNaN(value));
  return {
    metric,
    layers,
    most: known.reduce((most, value) => Math.max(most, value), 0),
    total: known.reduce((sum, value) => sum + value, 0),
  };
}

/** Name of the outermost group around a layer, empty for none. */
export function topGroup({ group }: Pick<ReportLayer, 'group'>): string {
  return group.split('/')[0] ?? '';
}

/** Of what is known; NaN when nothing is. */
export function sumOfKnown(values: readonly number[]): number {
  const known = values.filter(value => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0);
}

/** A layer of which no kernel ran has no time, rather than none at all. */
function positive(ms: number | undefined): number {
  return ms === undefined || ms <= 0 ? Number.NaN : ms;
}

const METRIC_NAMES: Readonly<Record<ReportMetric, string>> = { latencyMs: 'Latency', macs: 'MACs', params: 'Parameters' };

export function metricName({ metric }: Pick<ReportLayers, 'metric'>): string {
  return METRIC_NAMES[metric];
}

/** Heading of the layers that take most. */
export function mostTitle(figures: Pick<ReportLayers, 'metric'>): string {
  return figures.metric === 'latencyMs' ? 'Slowest layers' : `Most ${metricWord(figures)}`;
}

/** Within a sentence: `latency`; an abbreviation stays as it is. */
export function metricWord(figures: Pick<ReportLayers, 'metric'>): string {
  const name = metricName(figures);
  return /^[A-Z][A-Z]/.test(name) ? name : name.toLowerCase();
}

export function metricText({ metric }: Pick<ReportLayers, 'metric'>, value: number): string {
  return metric === 'latencyMs' ? formatDuration(value) : formatCount(value);
}

/** A time that is no longer than timing takes is only known to be no longer than that. */
export function layerValueText(figures: Pick<ReportLayers, 'metric'>, layer: ReportLayer, floorMs: number): string {
  if (figures.metric !== 'latencyMs' || layer.kernels.length === 0) return metricText(figures, layer.value);
  return isAtFloor(layer.kernels, floorMs) ? `≤ ${formatDuration(floorOf(layer.kernels, floorMs))}` : formatDuration(layer.value);
}

/** The slowest first; those of which nothing is known last. */
export function hottestFirst(layers: readonly ReportLayer[]): readonly ReportLayer[] {
  const rank = ({ value }: ReportLayer): number => (Number.isNaN(value) ? -1 : value);
  return [...layers].sort((a, b) => rank(b) - rank(a));
}
