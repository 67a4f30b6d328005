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

/** The layers of a model and the one metric that every picture of a report shows. */
export interface ReportLayers {
  readonly metric: 'latencyMs' | 'macs';
  readonly layers: readonly ReportLayer[];
  /** The hot end of the scale: the largest value. */
  readonly most: number;
  readonly total: number;
}

/**
 * Layers in order of execution, coloured by latency where it was measured, else by MACs. Beside what became of them, layers have the times that were measured
 * together with those.
 */
export function reportLayers(content: ReportContent): ReportLayers {
  const { analysis, graph, profile, roofline } = content;
  const before = mainVariant(content)?.layerMs?.before;
  const macs = analysis.columns.find(({ id }) => id === 'macs')?.values;
  const limits = new Map(roofline?.layers.map(({ node, roofline: { ofLimit } }) => [node, ofLimit ?? Number.NaN]));
  const layers = summarizeLayers(analysis, profile).map((layer): ReportLayer => {
    const ofLayer = layer.nodes.reduce((sum, node) => sum + (macs?.[node] ?? Number.NaN), 0);
    return {
      ...layer,
      op: graph.nodes.ops[layer.anchor] ?? '',
      macs: ofLayer,
      ofLimit: limits.get(layer.anchor) ?? Number.NaN,
      value: before !== undefined ? positive(before.get(layer.anchor)) : profile === undefined ? ofLayer : positive(layer.latencyMs),
    };
  });
  const known = layers.map(({ value }) => value).filter(value => !Number.isNaN(value));
  return {
    metric: profile === undefined && before === undefined ? 'macs' : 'latencyMs',
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

export function metricText({ metric }: Pick<ReportLayers, 'metric'>, value: number): string {
  return metric === 'macs' ? formatCount(value) : formatDuration(value);
}

/** A time that is no longer than timing takes is only known to be no longer than that. */
export function layerValueText(figures: Pick<ReportLayers, 'metric'>, layer: ReportLayer, floorMs: number): string {
  if (figures.metric === 'macs' || layer.kernels.length === 0) return metricText(figures, layer.value);
  return isAtFloor(layer.kernels, floorMs) ? `≤ ${formatDuration(floorOf(layer.kernels, floorMs))}` : formatDuration(layer.value);
}

/** The slowest first; those of which nothing is known last. */
export function hottestFirst(layers: readonly ReportLayer[]): readonly ReportLayer[] {
  const rank = ({ value }: ReportLayer): number => (Number.isNaN(value) ? -1 : value);
  return [...layers].sort((a, b) => rank(b) - rank(a));
}
